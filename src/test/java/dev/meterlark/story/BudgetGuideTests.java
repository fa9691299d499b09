package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the guide to budgets shows is what happens. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class BudgetGuideTests {

    private static final Pattern JSON = Pattern.compile("(?ms)^```json\n(.*?)^```$");

    @TempDir static Path home;

    @Test
    void theGuideRunsAsItIsWrittenAndItsBudgetIsTaken(PlatformProcess running) throws Exception {
        Api api = Api.signUp(running, "budget-guide");

        String output =
                Guide.of("budgets.md").run(home, running, Map.of("METERLARK_API_KEY", api.token()));

        assertThat(output)
                .containsPattern("cap +25 USD")
                .contains("50 %", "90 %", "money@example.org");
        Matcher blocks =
                JSON.matcher(Files.readString(Guide.ROOT.resolve("docs").resolve("budgets.md")));
        assertThat(blocks.find()).isTrue();
        assertThat(api.putJson("/budgets", blocks.group(1)).status()).isEqualTo(200);
        JsonNode shown = api.get("/budgets").json();
        assertThat(new BigDecimal(shown.path("cap").path("amount").asString()))
                .isEqualByComparingTo("25");
        assertThat(shown.path("alerts").path(1).path("emails").toString())
                .contains("money@example.org");
        assertThat(shown.path("month").path("forecast").path("currency").asString())
                .isEqualTo("USD");
    }
}
