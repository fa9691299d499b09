package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OversizeTests {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theLongestValuesGoUntilTheRestFits() {
        ObjectNode event = event("{\"id\": 7, \"text\": \"%s\", \"note\": \"%s\"}", 5_000, 300);

        assertThat(Oversize.reduce(event, 1_000)).containsExactly("after.text");

        assertThat(event.toString().length()).isLessThan(1_000);
        assertThat(event.at("/data/after/text").asString()).isEqualTo(Oversize.TOO_LONG);
        assertThat(event.at("/data/after/note").asString()).hasSize(300);
        assertThat(event.at("/data/after/id").asInt()).isEqualTo(7);
        assertThat(event.path("leftout").asString()).isEqualTo("after.text");
    }

    @Test
    void whatHasNoLongValueStaysAsItIs() {
        ObjectNode event = event("{\"id\": 7, \"text\": \"%s\", \"note\": \"%s\"}", 3, 4);

        assertThat(Oversize.reduce(event, 10)).isEmpty();
        assertThat(event.has("leftout")).isFalse();
    }

    private static ObjectNode event(String row, int text, int note) {
        String after = row.formatted("x".repeat(text), "y".repeat(note));
        return (ObjectNode)
                JSON.readTree("{\"data\": {\"before\": null, \"after\": %s}}".formatted(after));
    }
}
