package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

class SitesTests {

    @ParameterizedTest
    @CsvSource({
        "console.example.org, example.org",
        "example.org, example.org",
        "a.b.c.example.co.uk, example.co.uk",
        "example.com.au, example.com.au",
        "shop.example.de, example.de",
        "console, console",
        "fn.localhost, localhost",
        "localhost, localhost"
    })
    void aSiteIsWhatSomeoneRegistered(String host, String site) {
        assertThat(Sites.site(host)).isEqualTo(site);
    }

    @Test
    void functionsOfTheConsolesSiteAreRefusedAtStart() {
        assertThatThrownBy(
                        () -> Sites.requireApart("fn.example.org", Set.of("console.example.org")))
                .hasMessageContaining("meterlark.ingress.domain is fn.example.org")
                .hasMessageContaining("console.example.org");
        assertThatThrownBy(() -> Sites.requireApart("fn.example.org", Set.of("fn.example.org")));
    }

    @Test
    void unlessItIsAnotherOneOrThisMachine() {
        assertThatCode(
                        () -> {
                            Sites.requireApart("fn.localhost", Set.of("localhost", "127.0.0.1"));
                            Sites.requireApart("example-fn.org", Set.of("console.example.org"));
                            Sites.requireApart("fn.a.co.uk", Set.of("console.b.co.uk"));
                        })
                .doesNotThrowAnyException();
    }
}
