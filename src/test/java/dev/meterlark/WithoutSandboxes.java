package dev.meterlark;

import dev.meterlark.account.ApiKeys;
import dev.meterlark.account.Joining;
import dev.meterlark.account.Members;
import dev.meterlark.account.SigningUp;
import dev.meterlark.billing.invoice.IssuedForTests;
import dev.meterlark.edge.Credentials;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.invocation.FakeWorkers;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

import java.util.List;

/** Workers that are told what functions do, and accounts: for tests of all around a sandbox. */
@TestConfiguration(proxyBeanMethods = false)
@Import({SignInThings.class, StoredThings.class, IssuedForTests.class})
class WithoutSandboxes {

    @Bean
    @Primary
    FakeWorkers fakeWorkers() {
        return new FakeWorkers();
    }

    @Bean
    @Fallback
    SnapshotSource noFunctions() {
        return () -> new SnapshotSource.Reading(List.of(), List.of());
    }

    @Bean
    Tenants tenants(
            SigningUp signingUp,
            Members members,
            Joining joining,
            ApiKeys keys,
            Credentials credentials) {
        return new Tenants(signingUp, members, joining, keys, credentials);
    }
}
