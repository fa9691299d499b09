package dev.meterlark.console.triggers;

import dev.meterlark.console.Show;
import dev.meterlark.trigger.TriggerView;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a trigger stands: what its status says, put into words.
 *
 * @param notes what somebody should do something about, the worst first
 * @param facts of all triggers, and how far this one is behind
 * @param more what only its type says
 * @param nextRuns of a timer, as ISO 8601
 * @param partitions of a topic of Kafka
 * @param url where a webhook is told
 */
record Standing(
        List<Note> notes,
        List<Fact> facts,
        List<Fact> more,
        List<String> nextRuns,
        List<Partition> partitions,
        @Nullable String url) {

    /**
     * @param kind {@code bad} or {@code warn}
     */
    record Note(String kind, String text) {}

    /**
     * @param time whether its value is an instant, as ISO 8601
     */
    record Fact(String label, String value, boolean time) {}

    record Partition(String number, String position, String lag) {}

    /** Said elsewhere on the page. */
    private static final Set<String> SAID =
            Set.of(
                    "events",
                    "filtered",
                    "failures",
                    "eventsPerMinute",
                    "lastEventAt",
                    "lastErrorAt",
                    "lastError",
                    "waitingFor",
                    "trouble",
                    "warning",
                    "warnings",
                    "description",
                    "nextRuns",
                    "partitions",
                    "url",
                    "lag",
                    "lagBytes",
                    "lagSeconds",
                    "waiting");

    static Standing of(TriggerView trigger) {
        Map<String, Object> status = trigger.status();
        return new Standing(
                notes(trigger),
                facts(status),
                more(status),
                texts(status.get("nextRuns")),
                partitions(status.get("partitions")),
                TriggerLine.text(status, "url"));
    }

    private static List<Note> notes(TriggerView trigger) {
        Map<String, Object> status = trigger.status();
        var notes = new ArrayList<Note>();
        String reason = trigger.reason();
        if (reason != null) {
            notes.add(new Note("warn", "It does not run: " + reason + "."));
        }
        note(notes, "bad", "", TriggerLine.text(status, "trouble"));
        if (status.get("waitingFor") != null) {
            notes.add(
                    new Note(
                            "warn",
                            "The account has reached its spending cap. What came is accepted and"
                                    + " waits; nothing is lost."));
        }
        note(notes, "warn", "", TriggerLine.text(status, "warning"));
        texts(status.get("warnings")).forEach(text -> note(notes, "warn", "", text));
        note(notes, "bad", "The last error: ", TriggerLine.text(status, "lastError"));
        return notes;
    }

    private static void note(List<Note> notes, String kind, String before, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            notes.add(new Note(kind, before + Show.sentence(text)));
        }
    }

    private static List<Fact> facts(Map<String, Object> status) {
        var facts = new ArrayList<Fact>();
        facts.add(count("Events", status, "events"));
        facts.add(count("Not wanted", status, "filtered"));
        facts.add(count("Failures", status, "failures"));
        facts.add(
                new Fact(
                        "Each minute",
                        String.valueOf(status.getOrDefault("eventsPerMinute", 0)),
                        false));
        String last = TriggerLine.text(status, "lastEventAt");
        facts.add(new Fact("Last event", last == null ? "never" : last, last != null));
        behind(status, facts);
        return facts;
    }

    private static void behind(Map<String, Object> status, List<Fact> facts) {
        if (status.containsKey("waiting")) {
            facts.add(count("Waiting", status, "waiting"));
        }
        if (status.containsKey("lag")) {
            facts.add(count("Behind by records", status, "lag"));
        }
        if (status.containsKey("lagBytes")) {
            long bytes = TriggerLine.number(status, "lagBytes");
            facts.add(new Fact("Behind by", Show.bytes(bytes), false));
        }
        if (status.containsKey("lagSeconds")) {
            facts.add(
                    new Fact(
                            "Behind by", seconds(TriggerLine.number(status, "lagSeconds")), false));
        }
    }

    private static Fact count(String label, Map<String, Object> status, String name) {
        return new Fact(label, Show.count(TriggerLine.number(status, name)), false);
    }

    private static List<Fact> more(Map<String, Object> status) {
        return status.entrySet().stream()
                .filter(each -> !SAID.contains(each.getKey()))
                .map(each -> fact(each.getKey(), each.getValue()))
                .toList();
    }

    private static Fact fact(String name, Object value) {
        String label = label(name);
        if (value instanceof Number number && name.endsWith("Bytes")) {
            return new Fact(label, Show.bytes(number.longValue()), false);
        }
        if (value instanceof Number number) {
            return new Fact(label, Show.count(number.longValue()), false);
        }
        if (value instanceof Boolean yes) {
            return new Fact(label, yes ? "yes" : "no", false);
        }
        boolean time = name.endsWith("At") || name.endsWith("Until") || name.endsWith("Since");
        return new Fact(label, String.valueOf(value), time);
    }

    /** {@code keptBytes} is Kept bytes. */
    private static String label(String name) {
        String words = name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static String seconds(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }

    private static List<Partition> partitions(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> partition((Map<?, ?>) each))
                        .toList()
                : List.of();
    }

    private static Partition partition(Map<?, ?> partition) {
        return new Partition(
                String.valueOf(partition.get("partition")),
                number(partition.get("position")),
                number(partition.get("lag")));
    }

    private static String number(@Nullable Object value) {
        return value instanceof Number number && number.longValue() >= 0
                ? Show.count(number.longValue())
                : "not known";
    }
}
