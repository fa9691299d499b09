package dev.meterlark.account;

import dev.meterlark.FakeVault;
import dev.meterlark.ManualClock;
import dev.meterlark.edge.ConsoleAddress;
import dev.meterlark.edge.Credentials;
import dev.meterlark.platform.Vault;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * The account module alone on a real database, with a clock that tests move. Not a configuration by
 * annotation, so that no scan of the whole application finds it.
 */
@EnableAutoConfiguration
@ConfigurationPropertiesScan(basePackageClasses = AccountModule.class)
@ComponentScan(
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @ComponentScan.Filter(
                    type = FilterType.REGEX,
                    pattern = "dev\\.meterlark\\.account\\.(web|oidc)\\..*")
        })
class AccountModule {

    @Bean
    ManualClock clock() {
        return new ManualClock();
    }

    @Bean
    Vault vault() {
        return new FakeVault();
    }

    @Bean
    ConsoleAddress console() {
        return new ConsoleAddress("http://localhost:8080");
    }

    @Bean
    People people(SigningUp signingUp, Members members, Joining joining, Credentials credentials) {
        return new People(signingUp, members, joining, credentials);
    }
}
