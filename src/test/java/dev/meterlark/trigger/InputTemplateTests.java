package dev.meterlark.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

class InputTemplateTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TriggerId TRIGGER = TriggerId.random();

    private static final JsonNode EVENT =
            JSON.readTree(
                    """
                    {"id": "e1", "detail": {"n": 7, "words": ["a", "b"], "a name": true,
                     "quote": "say \\"hi\\""}}
                    """);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"n\": <n>}; {\"n\":7}",
                "{\"n\": \"<n>\"}; {\"n\":\"7\"}",
                "{\"n\": \"no. <n>!\"}; {\"n\":\"no. 7!\"}",
                "<words>; [\"a\",\"b\"]",
                "{\"w\": \"<words>\"}; {\"w\":\"[\\\"a\\\",\\\"b\\\"]\"}",
                "{\"first\": <first>, \"flag\": <flag>}; {\"first\":\"a\",\"flag\":true}",
                "{\"q\": <quote>}; {\"q\":\"say \\\"hi\\\"\"}",
                "{\"q\": \"<quote>\"}; {\"q\":\"say \\\"hi\\\"\"}",
                "{\"m\": <missing>, \"t\": \"x<missing>y\"}; {\"m\":null,\"t\":\"xy\"}",
                "\"order <n> came\"; \"order 7 came\"",
                "{\"less\": \"1 < 2\"}; {\"less\":\"1 < 2\"}",
                "[1, <n>]; [1,7]"
            })
    void aTextOfJsonIsFilled(String template, String filled) {
        assertThat(applied(JSON.getNodeFactory().stringNode(template)).toString())
                .isEqualTo(filled);
    }

    @Test
    void inATemplateThatIsJsonANameAloneIsTheValueItself() {
        JsonNode template = JSON.readTree("{\"n\": \"<n>\", \"t\": \"n=<n>\", \"k\": [1, null]}");

        assertThat(applied(template).toString())
                .isEqualTo("{\"n\":7,\"t\":\"n=7\",\"k\":[1,null]}");
    }

    @Test
    void theWholeEventAndItsTriggerAreKnownWithoutAPath() {
        JsonNode template =
                JSON.readTree(
                        "{\"e\": \"<aws.events.event>\", \"r\": \"<aws.events.rule-name>\","
                                + " \"t\": \"<aws.events.event.json>\"}");

        JsonNode filled = applied(template);

        assertThat(filled.path("e")).isEqualTo(EVENT);
        assertThat(filled.path("r").asString()).isEqualTo(TRIGGER.toString());
        assertThat(JSON.readTree(filled.path("t").asString())).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"n\": <unknown>}; which input.paths does not",
                "plain words; must be JSON",
                "{\"n\": }; must be JSON",
                "; must be JSON"
            })
    void whatIsNoTemplateIsRefused(String template, String reason) {
        String text = template == null ? "" : template;
        assertThatThrownBy(() -> applied(JSON.getNodeFactory().stringNode(text)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aTemplateThatIsTooLongOrMakesTooMuchIsRefused() {
        JsonNode large = JSON.getNodeFactory().stringNode("\"" + "x".repeat(10_000) + "\"");
        String twice = "[" + "<aws.events.event>,".repeat(60) + "1]";
        JsonNode event = JSON.createObjectNode().put("x", "y".repeat(30_000));
        var greedy =
                InputTemplate.of(
                        new Reception.Input(Map.of(), JSON.getNodeFactory().stringNode(twice)),
                        properties());

        assertThatThrownBy(() -> applied(large)).hasMessageContaining("may have 8192 characters");
        assertThatThrownBy(() -> greedy.applied(event, TRIGGER))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.EVENT_TOO_LARGE));
    }

    @ParameterizedTest
    @CsvSource({"$.a[x]", "$..a", "a.b", "$[", "$.a b", "$[99999999]", "$['']", "$.", "$.a."})
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> EventPath.parse(path))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("a path of input.paths must be as");
    }

    private static JsonNode applied(JsonNode template) {
        Map<String, String> paths =
                Map.of(
                        "n", "$.detail.n",
                        "words", "$.detail.words",
                        "first", "$.detail.words[0]",
                        "flag", "$.detail['a name']",
                        "quote", "$.detail.quote",
                        "missing", "$.detail.none.deeper");
        return InputTemplate.of(new Reception.Input(paths, template), properties())
                .applied(EVENT, TRIGGER);
    }

    private static TriggerProperties properties() {
        return new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("meterlark.triggers", TriggerProperties.class);
    }
}
