package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

class PipelineTests {

    private static final String ORDERS =
            """
            {"name":"orders","definition":"parse|enrich*|store","stages":[],"timeout":300,
             "latestVersion":"2","changedAt":"2026-11-25T21:00:00.5Z"}\
            """;
    private static final String TEXTS =
            """
            {"name":"texts","definition":null,"timeout":9,"latestVersion":null,
             "stages":[{"function":"shout","each":{"concurrency":3},"accepts":"text/plain"}]}\
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
    void theListSaysWhatTheirStagesAre() {
        platform.json("GET /pipelines", "{\"items\":[%s,%s]}".formatted(ORDERS, TEXTS));

        var seen = typed.lark("pipeline");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .contains("NAME", "orders", "parse|enrich*|store", "300 s", "2026-11-25T21:00:00Z")
                .contains("texts", "shout* <text/plain>", "none");
        assertThat(typed.lark("pipeline", "--json").out()).startsWith("{\"items\":[");
    }

    @Test
    void stagesAreSentAsTextOrAsAList() {
        platform.answers("POST /pipelines", 201, FakePlatform.JSON, ORDERS);

        var text =
                typed.lark(
                        "pipeline", "create", "orders", "parse|enrich*|store", "--timeout", "60");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out()).isEqualTo("Created orders: parse|enrich*|store\n");
        assertThat(platform.last("POST /api/v1/pipelines").text())
                .isEqualTo(
                        "{\"name\":\"orders\",\"timeout\":60,\"definition\":\"parse|enrich*|store\"}");

        typed.lark("pipeline", "create", "orders", "[{\"function\": \"parse\"}]");
        assertThat(platform.last("POST /api/v1/pipelines").text())
                .isEqualTo("{\"name\":\"orders\",\"stages\":[{\"function\":\"parse\"}]}");

        var broken = typed.lark("pipeline", "create", "orders", "[{");
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(platform.taken()).hasSize(2);
    }

    @Test
    void aChangeSendsWhatIsGivenAlone() {
        platform.json("PATCH /pipelines/orders", ORDERS);

        assertThat(typed.lark("pipeline", "change", "orders", "--description", "new").out())
                .isEqualTo("Changed orders: parse|enrich*|store\n");
        assertThat(platform.last("PATCH /api/v1/pipelines/orders").text())
                .isEqualTo("{\"description\":\"new\"}");
    }

    @Test
    void whatIsPublishedSaysWhetherItIsNew() {
        platform.answers(
                "POST /pipelines/orders/versions", 201, FakePlatform.JSON, "{\"version\":\"2\"}");
        platform.json("POST /pipelines/orders/versions", "{\"version\":\"2\"}");

        assertThat(typed.lark("pipeline", "publish", "orders").out())
                .isEqualTo("Published orders:2.\n");
        assertThat(typed.lark("pipeline", "publish", "orders").out())
                .isEqualTo("Nothing has changed since orders:2.\n");
    }

    @Test
    void aPipelineIsShownWithItsVersions() {
        platform.json("GET /pipelines/orders", ORDERS);
        platform.json(
                "GET /pipelines/orders/versions",
                "{\"items\":[{\"version\":\"2\",\"definition\":\"parse|store\",\"timeout\":60}]}");

        assertThat(typed.lark("pipeline", "show", "orders").out())
                .contains("$LATEST", "parse|enrich*|store", "parse|store", "60 s");
    }

    @Test
    void whatSomethingPointsAtStaysAndSaysWhatPoints() {
        platform.refuses(
                "DELETE /pipelines/orders",
                409,
                "conflict",
                "caller",
                "orders cannot be deleted, because something points at it: pipeline outer");

        var seen = typed.lark("pipeline", "delete", "orders");

        assertThat(seen.exit()).isNotZero();
        assertThat(seen.err()).contains("pipeline outer", "(conflict)");
    }

    @Test
    void anInvokedPipelineSaysWhatEachStageTook() {
        platform.json(
                "POST /functions/orders/invocations",
                "[]",
                "Meterlark-Invocation-Id",
                "0199aaaa-0000-7000-8000-000000000001",
                "Meterlark-Billed-Ms",
                "42",
                "Meterlark-Stages",
                "\"parse\";calls=1;billed-ms=2;price=\"0.1 USD\";id=\"x\","
                        + " \"enrich\";calls=3;billed-ms=40;price=\"0.3 USD\"");

        var seen = typed.lark("invoke", "orders");

        assertThat(seen.err())
                .contains("parse · 1 call · billed 2 ms · 0.1 USD")
                .contains("enrich · 3 calls · billed 40 ms · 0.3 USD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "change", "show", "publish", "delete"})
    void everyCommandExplainsItselfWithExamples(String command) {
        var seen = typed.lark("pipeline", command, "--help");

        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .contains(
                        "Usage: lark pipeline " + command,
                        "--json",
                        "Examples:",
                        "  lark pipeline " + command);
    }
}
