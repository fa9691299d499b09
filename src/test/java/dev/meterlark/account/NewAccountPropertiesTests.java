package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.AccountLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

class NewAccountPropertiesTests {

    @Test
    void aNewAccountMayUseWhatAnyMay() {
        assertThat(bound(Map.of()).limits()).isEqualTo(AccountLimits.DEFAULT);
    }

    @Test
    void theOperatorMayGiveMoreOrLess() {
        var bound =
                bound(
                        Map.of(
                                "meterlark.account.new.concurrency", "1",
                                "meterlark.account.new.functions", "2",
                                "meterlark.account.new.code-size", "3KB"));

        assertThat(bound.limits()).isEqualTo(new AccountLimits(1, 2, 3 << 10));
    }

    @ParameterizedTest
    @CsvSource({"concurrency, 0", "functions, -1", "code-size, 0B"})
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bound(Map.of("meterlark.account.new." + key, value)))
                .rootCause()
                .hasMessage(
                        "meterlark.account.new.%s must be at least 1, was: %s"
                                .formatted(key, value));
    }

    private static NewAccountProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.account.new", NewAccountProperties.class);
    }
}
