package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTests {

    @ParameterizedTest
    @CsvSource({
        "Acme, acme",
        "Acme & Söhne GmbH, acme-sohne-gmbh",
        "-- a -- b --, a-b",
        "Ünïcode, unicode",
        "42, 42"
    })
    void aSlugIsTheNameAsDnsLabel(String name, String slug) {
        assertThat(Slug.from(name).value()).isEqualTo(slug);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "WWW", "fn", "Admin", "日本語", "!!!", "localhost"})
    void reservedAndEmptyNamesGetARandomEnding(String name) {
        assertThat(Slug.from(name).value()).matches("[a-z0-9]+-[a-z2-9]{5}");
    }

    @Test
    void everySlugIsALabelWithoutDoubleHyphens() {
        String slug = Slug.from("x".repeat(39) + " " + "y".repeat(60)).another().value();

        assertThat(slug)
                .matches("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
                .doesNotContain("--")
                .hasSizeLessThanOrEqualTo(63);
    }
}
