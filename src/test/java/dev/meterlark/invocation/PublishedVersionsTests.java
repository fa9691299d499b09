package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.FakeVault;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.KeepWarm;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class PublishedVersionsTests {

    private static final Instant MONDAY_NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final AccountId account = AccountId.random();
    private final Snapshots snapshots = new Snapshots(List.of());
    private final FakeSpend spend = new FakeSpend();
    private final PublishedVersions versions =
            new PublishedVersions(
                    snapshots,
                    new SandboxSpecs(
                            new FakeVault(),
                            new Binder(new MapConfigurationPropertySource(Map.of()))
                                    .bindOrCreate(
                                            "meterlark.invocation", InvocationProperties.class),
                            "us-east-1"),
                    spend);

    @Test
    void aVersionIsFoundAsItsNextSandboxWouldBeStarted() {
        snapshots.publish(Published.function(account, "echo").snapshot());

        assertThat(versions.find(account, "echo", "$LATEST"))
                .hasValueSatisfying(spec -> assertThat(spec.functionName()).isEqualTo("echo"));
        assertThat(versions.find(AccountId.random(), "echo", "$LATEST")).isEmpty();
        assertThat(versions.find(account, "echo", "7")).isEmpty();
    }

    @Test
    void whatHasNoCodeYetIsNotThere() {
        FunctionSnapshot empty = Published.function(account, "empty").withoutCode().snapshot();
        snapshots.publish(kept(empty, "3;"));

        assertThat(versions.find(account, "empty", "$LATEST")).isEmpty();
        assertThat(versions.keptWarm(MONDAY_NOON)).isEmpty();
    }

    @Test
    void wishesAreThoseOfTheMomentInTheOrderOfTheirNames() {
        snapshots.publish(kept(Published.function(account, "b").snapshot(), "2;"));
        snapshots.publish(
                kept(Published.function(account, "a").snapshot(), "0;MONDAY|08:00|13:00|UTC|4"));
        snapshots.publish(Published.function(account, "c").snapshot());

        assertThat(versions.keptWarm(MONDAY_NOON))
                .extracting(wish -> wish.spec().functionName() + wish.sandboxes())
                .containsExactly("a4", "b2");
        assertThat(versions.keptWarm(MONDAY_NOON.plusSeconds(3600)))
                .extracting(wish -> wish.spec().functionName() + wish.sandboxes())
                .containsExactly("b2");
    }

    @Test
    void nothingIsKeptReadyForAnAccountThatSpentTooMuch() {
        snapshots.publish(kept(Published.function(account, "a").snapshot(), "1;"));
        spend.stop(account, Duration.ZERO);

        assertThat(versions.keptWarm(MONDAY_NOON)).isEmpty();
    }

    @Test
    void oneThatCannotBeOpenedKeepsNobodyElseFromItsWish() {
        FunctionSnapshot broken =
                Published.function(account, "a").environment(new byte[] {1, 2, 3, 4, 5}).snapshot();
        snapshots.publish(kept(broken, "1;"));
        snapshots.publish(kept(Published.function(account, "b").snapshot(), "1;"));

        assertThat(versions.keptWarm(MONDAY_NOON))
                .extracting(wish -> wish.spec().functionName())
                .containsExactly("b");
    }

    private static FunctionSnapshot kept(FunctionSnapshot of, String keepWarm) {
        return new FunctionSnapshot(
                of.account(),
                of.accountSlug(),
                of.accountNumber(),
                of.function(),
                of.name(),
                of.version(),
                of.revision(),
                of.code(),
                of.runtime(),
                of.handler(),
                of.memoryMiB(),
                of.timeout(),
                of.concurrency(),
                of.maxConcurrency(),
                of.accountConcurrency(),
                of.egress(),
                KeepWarm.parse(keepWarm),
                of.url(),
                of.async(),
                of.tags(),
                of.environment());
    }
}
