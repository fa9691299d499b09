package dev.meterlark.storage.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

class EventPatternTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // equality
                "{\"a\":[\"x\"]} | {\"a\":\"x\"} | true",
                "{\"a\":[\"x\"]} | {\"a\":\"X\"} | false",
                "{\"a\":[\"x\",\"y\"]} | {\"a\":\"y\"} | true",
                "{\"a\":[\"x\"],\"b\":[\"y\"]} | {\"a\":\"x\"} | false",
                "{\"a\":[\"x\"],\"b\":[\"y\"]} | {\"a\":\"x\",\"b\":\"y\",\"c\":1} | true",
                "{\"a\":[1]} | {\"a\":1.0} | true",
                "{\"a\":[1]} | {\"a\":\"1\"} | false",
                "{\"a\":[true]} | {\"a\":true} | true",
                "{\"a\":[true]} | {\"a\":\"true\"} | false",
                "{\"a\":[null]} | {\"a\":null} | true",
                "{\"a\":[null]} | {} | false",
                "{\"a\":[\"\"]} | {\"a\":\"\"} | true",
                // inside
                "{\"a\":{\"b\":[\"x\"]}} | {\"a\":{\"b\":\"x\"}} | true",
                "{\"a\":{\"b\":[\"x\"]}} | {\"a\":\"x\"} | false",
                "{\"a\":[\"x\"]} | {\"a\":{\"b\":\"x\"}} | false",
                "{\"a\":{\"b\":[\"x\"]}} | {\"a\":[{\"b\":\"y\"},{\"b\":\"x\"}]} | true",
                // arrays of the event
                "{\"a\":[\"x\"]} | {\"a\":[\"y\",\"x\"]} | true",
                "{\"a\":[\"x\"]} | {\"a\":[]} | false",
                "{\"a\":[\"x\"]} | {\"a\":[[\"x\"]]} | true",
                // prefix, suffix, case, wildcard
                "{\"a\":[{\"prefix\":\"img/\"}]} | {\"a\":\"img/cat\"} | true",
                "{\"a\":[{\"prefix\":\"img/\"}]} | {\"a\":\"im\"} | false",
                "{\"a\":[{\"prefix\":\"img/\"}]} | {\"a\":7} | false",
                "{\"a\":[{\"prefix\":{\"equals-ignore-case\":\"IMG\"}}]} | {\"a\":\"img/x\"} |"
                        + " true",
                "{\"a\":[{\"suffix\":\".png\"}]} | {\"a\":\"cat.png\"} | true",
                "{\"a\":[{\"suffix\":\".png\"}]} | {\"a\":\"png\"} | false",
                "{\"a\":[{\"suffix\":{\"equals-ignore-case\":\".PNG\"}}]} | {\"a\":\"a.png\"} |"
                        + " true",
                "{\"a\":[{\"equals-ignore-case\":\"Alice\"}]} | {\"a\":\"aLICE\"} | true",
                "{\"a\":[{\"wildcard\":\"a*c*e\"}]} | {\"a\":\"abcde\"} | true",
                "{\"a\":[{\"wildcard\":\"a*c*e\"}]} | {\"a\":\"ace\"} | true",
                "{\"a\":[{\"wildcard\":\"a*a\"}]} | {\"a\":\"a\"} | false",
                "{\"a\":[{\"wildcard\":\"*.png\"}]} | {\"a\":\"x.png\"} | true",
                "{\"a\":[{\"wildcard\":\"*\"}]} | {\"a\":\"\"} | true",
                "{\"a\":[{\"wildcard\":\"a*bc*c\"}]} | {\"a\":\"abc\"} | false",
                // numeric
                "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]} | {\"a\":5} | true",
                "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]} | {\"a\":5.01} | false",
                "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]} | {\"a\":0} | false",
                "{\"a\":[{\"numeric\":[\"=\",3.018e2]}]} | {\"a\":301.8} | true",
                "{\"a\":[{\"numeric\":[\">=\",1]}]} | {\"a\":\"1\"} | false",
                "{\"a\":[{\"numeric\":[\"<\",1]}]} | {\"a\":-1e400} | false",
                // exists
                "{\"a\":[{\"exists\":true}]} | {\"a\":null} | true",
                "{\"a\":[{\"exists\":true}]} | {} | false",
                "{\"a\":[{\"exists\":true}]} | {\"a\":{\"b\":1}} | false",
                "{\"a\":[{\"exists\":false}]} | {} | true",
                "{\"a\":[{\"exists\":false}]} | {\"a\":1} | false",
                "{\"a\":{\"b\":[{\"exists\":false}]}} | {} | true",
                "{\"a\":[{\"exists\":false},\"x\"]} | {\"a\":\"x\"} | true",
                // anything but
                "{\"a\":[{\"anything-but\":\"x\"}]} | {\"a\":\"y\"} | true",
                "{\"a\":[{\"anything-but\":\"x\"}]} | {\"a\":\"x\"} | false",
                "{\"a\":[{\"anything-but\":\"x\"}]} | {} | false",
                "{\"a\":[{\"anything-but\":[1,2]}]} | {\"a\":2} | false",
                "{\"a\":[{\"anything-but\":[1,2]}]} | {\"a\":3} | true",
                "{\"a\":[{\"anything-but\":{\"prefix\":\"x\"}}]} | {\"a\":\"xy\"} | false",
                "{\"a\":[{\"anything-but\":{\"prefix\":\"x\"}}]} | {\"a\":\"yx\"} | true",
                "{\"a\":[{\"anything-but\":{\"suffix\":[\".a\",\".b\"]}}]} | {\"a\":\"x.b\"} |"
                        + " false",
                "{\"a\":[{\"anything-but\":{\"suffix\":[\".a\",\".b\"]}}]} | {\"a\":\"x.c\"} |"
                        + " true",
                // or
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]} | {\"b\":2} | true",
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]} | {\"b\":1} | false",
                "{\"c\":[3],\"$or\":[{\"a\":[1]},{\"b\":[2]}]} | {\"a\":1} | false"
            })
    void anEventMatchesOrNot(String pattern, String event, boolean matches) {
        assertThat(pattern(pattern).matches(JsonMapper.shared().readTree(event)))
                .as("%s on %s", pattern, event)
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | must be an object",
                "{} | at least one member",
                "\"x\" | must be an object",
                "{\"a\":\"x\"} | filter at a must be an array of alternatives",
                "{\"a\":[]} | filter at a must be an array of alternatives",
                "{\"a\":{}} | filter at a must be an object with at least one member",
                "{\"a\":[[\"x\"]]} | array in its array",
                "{\"a\":[{\"prefix\":1}]} | filter at a.prefix must be text, was: 1",
                "{\"a\":[{\"prefix\":\"x\",\"suffix\":\"y\"}]} | one operator",
                "{\"a\":[{\"regex\":\"x\"}]} | filter at a.regex is no operator",
                "{\"a\":[{\"numeric\":[\">\"]}]} | filter at a.numeric must be as",
                "{\"a\":[{\"numeric\":[\"!\",1]}]} | one of = < <= > >=",
                "{\"a\":[{\"numeric\":[\">\",\"1\"]}]} | compare with a number",
                "{\"a\":[{\"numeric\":[\">\",1e400]}]} | compare with a number",
                "{\"a\":[{\"exists\":\"yes\"}]} | true or false",
                "{\"a\":[{\"anything-but\":[]}]} | at least one value",
                "{\"a\":[{\"wildcard\":\"a**b\"}]} | two stars",
                "{\"$or\":[{\"a\":[1]}]} | two patterns or more"
            })
    void whatIsNoPatternIsRefusedWithThePlace(String pattern, String said) {
        assertThatThrownBy(() -> pattern(pattern))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(said);
    }

    @Test
    void aPatternIsBounded() {
        assertThatThrownBy(() -> pattern("{\"a\":".repeat(11) + "[1]" + "}".repeat(11)))
                .hasMessageContaining("deeper than 10");
        assertThatThrownBy(() -> pattern("{\"a\":[1" + ",1".repeat(300) + "]}"))
                .hasMessageContaining("more than 300");
        assertThatThrownBy(() -> pattern("{\"a\":[\"" + "x".repeat(16_384) + "\"]}"))
                .hasMessageContaining("16384 characters");
    }

    @Test
    void aLongTextIsLookedAtOnceForEachPieceOfAWildcard() {
        String event = "{\"a\":\"" + "ab".repeat(100_000) + "\"}";

        assertThat(
                        pattern("{\"a\":[{\"wildcard\":\"" + "*a".repeat(100) + "*c\"}]}")
                                .matches(JsonMapper.shared().readTree(event)))
                .isFalse();
    }

    private static EventPattern pattern(String json) {
        return EventPattern.of(JsonMapper.shared().readTree(json));
    }
}
