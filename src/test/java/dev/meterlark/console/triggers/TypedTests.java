package dev.meterlark.console.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.stream.Stream;

/** What is typed into a trigger's form becomes the request that a program would send. */
class TypedTests {

    private final MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();

    @Test
    void whatIsEmptyIsLeftOutWhereATriggerIsMade() {
        typed.set("queue", " orders ");
        typed.set("maxConcurrency", "");

        assertThat(made(TriggerType.QUEUE)).isEqualTo("{\"queue\":\"orders\"}");
    }

    @Test
    void whatIsEmptyGoesWhereATriggerIsChangedButNotASecret() {
        typed.set("preset", "github");
        typed.set("secret", "");

        JsonNode change = new Typed(typed).changed(TriggerType.WEBHOOK.own());

        assertThat(change.has("secret")).isFalse();
        assertThat(change.path("headers").isNull()).isTrue();
        assertThat(change.path("scheme").isNull()).isTrue();
        assertThat(change.path("preset").asString()).isEqualTo("github");
    }

    @Test
    void whatIsDecidedOnceIsNotPartOfAChange() {
        typed.set("table", "orders");

        assertThat(new Typed(typed).changed(TriggerType.TABLE.own()).isEmpty()).isTrue();
    }

    @Test
    void membersWithinOthersAreThereWhenOneOfThemIs() {
        typed.set("brokers", "kafka.example:9093\n\n[::1]:9092\nplain\n10.0.0.1:x");
        typed.set("security.tls", "on");
        typed.set("security.sasl.mechanism", "PLAIN");
        typed.set("security.sasl.user", "us");

        JsonNode made = new Typed(typed).made(TriggerType.KAFKA.own());

        assertThat(made.path("brokers").toString())
                .isEqualTo(
                        "[{\"host\":\"kafka.example\",\"port\":9093},{\"host\":\"::1\",\"port\":9092},"
                            + "{\"host\":\"plain\"},{\"host\":\"10.0.0.1\",\"port\":\"x\"}]");
        assertThat(made.path("security").toString())
                .isEqualTo("{\"tls\":true,\"sasl\":{\"mechanism\":\"PLAIN\",\"user\":\"us\"}}");
    }

    @Test
    void aMomentIsInUtc() {
        typed.set("expression", "rate(1 minute)");
        typed.set("start", "2026-12-24T08:00");
        typed.set("end", "2026-12-24T08:00:30");

        JsonNode made = new Typed(typed).made(TriggerType.SCHEDULE.own());

        assertThat(made.path("start").asString()).isEqualTo("2026-12-24T08:00:00Z");
        assertThat(made.path("end").asString()).isEqualTo("2026-12-24T08:00:30Z");
    }

    @Test
    void aTemplateIsJsonOrTheTextOfIt() {
        typed.set("input.paths", "id = $.data.id\nkind=$.type");
        typed.set("input.template", "{\"order\": <id>}");

        JsonNode made = new Typed(typed).made(TriggerType.TOPIC.common());

        assertThat(made.path("input").path("paths").toString())
                .isEqualTo("{\"id\":\"$.data.id\",\"kind\":\"$.type\"}");
        assertThat(made.path("input").path("template").asString()).isEqualTo("{\"order\": <id>}");
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlace() {
        typed.set("filter", "{\n  \"type\": [x]\n}");

        assertThatThrownBy(() -> new Typed(typed).made(TriggerType.TOPIC.common()))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("filter is no JSON: look at line 2, column");
    }

    @Test
    void aLineWithoutAnEqualsSignIsNoPath() {
        typed.set("input.paths", "$.data.id");

        assertThatThrownBy(() -> new Typed(typed).made(TriggerType.TOPIC.common()))
                .hasMessage(
                        "input.paths must have a name, = and a path on each line, was: $.data.id");
    }

    @ParameterizedTest
    @EnumSource
    void noFieldOfATypeHasTheNameOfAnother(TriggerType type) {
        List<String> names =
                Stream.concat(type.own().stream(), type.common().stream())
                        .map(Field::name)
                        .toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    private String made(TriggerType type) {
        return new Typed(typed).made(type.own()).toString();
    }
}
