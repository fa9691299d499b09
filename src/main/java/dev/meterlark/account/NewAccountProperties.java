package dev.meterlark.account;

import dev.meterlark.shared.AccountLimits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an account may use from its first moment; those that exist keep what they have.
 *
 * @param concurrency calls running at the same moment, over all functions
 * @param functions functions that may exist
 * @param codeSize all stored code packages together
 */
@ConfigurationProperties("meterlark.account.new")
record NewAccountProperties(
        @DefaultValue("100") int concurrency,
        @DefaultValue("1000") int functions,
        @DefaultValue("10GB") DataSize codeSize) {

    NewAccountProperties {
        atLeastOne("concurrency", concurrency, concurrency);
        atLeastOne("functions", functions, functions);
        atLeastOne("code-size", codeSize.toBytes(), codeSize);
    }

    AccountLimits limits() {
        return new AccountLimits(concurrency, functions, codeSize.toBytes());
    }

    private static void atLeastOne(String key, long number, Object value) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "meterlark.account.new.%s must be at least 1, was: %s".formatted(key, value));
        }
    }
}
