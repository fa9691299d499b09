package dev.meterlark.trigger.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

class BodySchemaTests {

    private final BodySchema orders =
            of(
                    """
                    {"type": "object", "required": ["id"], "additionalProperties": false,
                     "properties": {"id": {"type": "string", "pattern": "^[a-z]{2,8}$"},
                       "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}}},
                     "$defs": {"line": {"type": "object", "required": ["n"]}}}
                    """);

    @Test
    void aBodyThatFitsIsTakenAndAnotherIsToldWhere() {
        assertThat(refusal("{\"id\": \"abc\", \"lines\": [{\"n\": 1}]}")).isNull();
        assertThat(refusal("{}")).contains("id");
        assertThat(refusal("{\"id\": 7}")).contains("/id");
        assertThat(refusal("{\"id\": \"abc\", \"lines\": [{}]}")).contains("/lines/0");
        assertThat(refusal("not json")).isEqualTo("The body must be JSON.");
        assertThat(refusal("")).isEqualTo("The body must be JSON.");
    }

    @Test
    void aPatternThatWouldTakeForEverDoesNot() {
        BodySchema slow = of("{\"type\": \"string\", \"pattern\": \"^(a+)+$\"}");

        assertThat(slow.refusal(("\"" + "a".repeat(50_000) + "!\"").getBytes(UTF_8))).isNotNull();
    }

    @Test
    void aBodyThatIsDeeplyNestedIsRefusedAndNoMore() {
        String deep = "[".repeat(100_000);

        assertThat(refusal(deep)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"$ref\": \"https://evil.example/schema\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"file:///etc/passwd\"}}}",
                "{\"allOf\": [{\"$dynamicRef\": \"other.json\"}]}",
                "{\"$schema\": \"https://evil.example/meta\"}",
                "{\"type\": \"string\", \"pattern\": \"(?=a)b\"}"
            })
    void whatIsNoSchemaOrRefersToElsewhereIsRefused(String schema) {
        assertThatThrownBy(() -> of(schema)).isInstanceOf(RefusedException.class);
    }

    private @Nullable String refusal(String body) {
        return orders.refusal(body.getBytes(UTF_8));
    }

    private static BodySchema of(String schema) {
        return BodySchema.of(JsonMapper.shared().readTree(schema));
    }
}
