package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** What an account may spend, from the command line. */
class BudgetTests {

    private static final String BUDGET =
            """
            {"cap": {"amount": "25", "currency": "USD"}, "warnsOf": null,
             "alerts": [{"percent": 90, "emails": ["a@example.org"], "webhook": null, "event": true}],
             "inForce": {"amount": "25", "currency": "USD"},
             "month": {"month": "2026-11", "spent": {"amount": "3.5", "currency": "USD"},
                       "reserved": {"amount": "0.25", "currency": "USD"},
                       "forecast": {"amount": "7", "currency": "USD"}},
             "reached": false, "stoppedSince": null, "notice": null, "unusual": []}
            """;

    @TempDir Path home;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform();
        typed = new Typed(home).loggedInTo(platform);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void theMonthIsShownWithItsAlerts() {
        platform.json("GET /budgets", BUDGET);

        assertThat(typed.lark("budget").out())
                .contains("cap", "25 USD", "spent in 2026-11", "3.5 USD", "forecast", "7 USD")
                .contains("alert at 90 %: a@example.org, event");
    }

    @Test
    void whatIsNotNamedStaysAsItIs() {
        platform.json("GET /budgets", BUDGET)
                .json("GET /budgets", BUDGET)
                .json("PUT /budgets", BUDGET);

        assertThat(typed.lark("budget", "set", "--cap", "30").exit()).isZero();

        assertThat(platform.last("PUT /api/v1/budgets").text())
                .contains("\"amount\":\"30\"", "\"currency\":\"USD\"", "\"percent\":90");
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedHere() {
        assertThat(typed.lark("budget", "set", "--cap", "1", "--no-cap").exit())
                .isEqualTo(Exit.USAGE.code());
        assertThat(typed.lark("budget", "set", "--email", "a@example.org").exit())
                .isEqualTo(Exit.USAGE.code());
    }
}
