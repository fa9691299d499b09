package dev.meterlark.console.operator;

import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * What an account may use at once, as it was typed.
 *
 * @param codeGiB of all stored packages together
 */
record LimitsForm(
        @Nullable String concurrency, @Nullable String functions, @Nullable String codeGiB) {

    static LimitsForm of(AccountLimits limits) {
        return new LimitsForm(
                Integer.toString(limits.concurrency()),
                Integer.toString(limits.functions()),
                Long.toString(limits.codeBytes() >> 30));
    }

    AccountLimits limits() {
        return new AccountLimits(
                (int) number("concurrency", concurrency, 1_000_000),
                (int) number("functions", functions, 1_000_000),
                number("code", codeGiB, 1_000_000) << 30);
    }

    private static long number(String name, @Nullable String text, long most) {
        try {
            long number = Long.parseLong(text == null ? "" : text.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Refused below, with what was typed.
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "%s must be a whole number from 0 to %d, was: %s".formatted(name, most, text));
    }
}
