package dev.meterlark.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronReaderTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    61 * * * * | minutes take numbers from 0 to 59
                    * 24 * * * | hours take numbers from 0 to 23
                    * * 0 * * | days of the month take numbers from 1 to 31
                    * * * 13 * | months take numbers from 1 to 12
                    * * * FOO * | months take numbers from 1 to 12
                    * * * * 8 | days of the week take numbers from 0 to 7
                    */0 * * * * | minutes take numbers from 1 to 59
                    5-1 * * * * | goes backwards
                    1,,2 * * * * | minutes take numbers
                    * * * * MON#6 | days of the week take numbers from 1 to 5
                    * * 32W * * | days of the month take numbers
                    * * * * | five or six cron fields
                    hello | five or six cron fields
                    cron(* * * * *) | it has 5 fields, and needs 6
                    cron(0 12 * * * *) | exactly one has to be '?'
                    cron(0 12 ? * ? *) | exactly one has to be '?'
                    cron(0 12 ? * 0 *) | days of the week take numbers from 1 to 7
                    cron(0 12 ? * FRI-MON *) | goes backwards
                    rate(5 fortnights) | a rate is a number and a unit
                    rate(0 minutes) | a rate is from 1 second
                    rate(999999 weeks) | a rate is from 1 second
                    rate(-5 minutes) | a rate is a number and a unit
                    at(tomorrow) | a local time such as
                    at(2026-02-30T08:00) | a local time such as
                    at(2026-12-24T08:00Z) | without an offset
                    """)
    void whatCannotBeReadIsRefusedWithTheFieldAndTheReason(String expression, String why) {
        assertThatThrownBy(() -> Expression.parse(expression))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aHugeOrStrangeTextIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> Expression.parse("*".repeat(100_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("at most 256 characters");
        assertThatThrownBy(() -> Expression.parse("\u0000\u001b[2J"))
                .isInstanceOf(RefusedException.class)
                .message()
                .doesNotContain("\u001b");
    }
}
