package dev.meterlark.console.triggers;

import static dev.meterlark.console.triggers.Field.Kind.JSON;
import static dev.meterlark.console.triggers.Field.Kind.PAIRS;
import static dev.meterlark.console.triggers.Field.Kind.TEMPLATE;

import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of triggers as people choose them, each with what its form asks for. */
enum TriggerType {
    SCHEDULE(
            "Timer",
            "At instants that you name: every five minutes, on Mondays at eight, once.",
            null,
            false,
            OwnFields.schedule()),
    QUEUE(
            "Queue",
            "Messages of a queue, in batches. A message is deleted when the function is done with"
                    + " it.",
            Permission.STORAGE_WRITE,
            true,
            OwnFields.queue()),
    TOPIC(
            "Topic",
            "Events that are published on a topic, one call for each.",
            Permission.STORAGE_READ,
            false,
            OwnFields.topic()),
    BUCKET(
            "Bucket",
            "Files that are uploaded to a bucket, or deleted from it.",
            Permission.STORAGE_READ,
            false,
            OwnFields.bucket()),
    TABLE(
            "Table",
            "Changes of a table’s items, in order for each key.",
            Permission.STORAGE_READ,
            true,
            OwnFields.table()),
    WEBHOOK(
            "Webhook",
            "GitHub, Stripe, Slack and whoever else signs what they post to an address.",
            null,
            false,
            OwnFields.webhook()),
    DATABASE(
            "Database",
            "Rows that change in your own PostgreSQL, MariaDB or MySQL. Nothing is polled.",
            null,
            true,
            OutsideFields.database()),
    KAFKA(
            "Kafka",
            "Records of a topic of your own Kafka, in order within a partition.",
            null,
            true,
            OutsideFields.kafka());

    private final String title;
    private final String about;
    private final @Nullable Permission needs;
    private final boolean batches;
    private final List<Field> own;

    TriggerType(
            String title,
            String about,
            @Nullable Permission needs,
            boolean batches,
            List<Field> own) {
        this.title = title;
        this.about = about;
        this.needs = needs;
        this.batches = batches;
        this.own = own;
    }

    static Optional<TriggerType> named(@Nullable String wireName) {
        return Arrays.stream(values()).filter(e -> e.wireName().equals(wireName)).findFirst();
    }

    /** Of whatever type, also of one that this page does not know yet. */
    static String titleOf(String wireName) {
        return named(wireName).map(TriggerType::title).orElse(wireName);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public String about() {
        return about;
    }

    /** What a member has to be allowed to do beside changing functions; null when nothing. */
    @Nullable Permission needs() {
        return needs;
    }

    boolean batches() {
        return batches;
    }

    /** What only this type has. */
    List<Field> own() {
        return own;
    }

    /** What all have: which version runs, what it sees, how much at once. */
    List<Field> common() {
        return batches
                ? List.of(QUALIFIER, FILTER, PATHS, TEMPLATE_FIELD, BATCH_SIZE, BATCH_WINDOW)
                : List.of(QUALIFIER, FILTER, PATHS, TEMPLATE_FIELD);
    }

    private static final Field QUALIFIER =
            Field.text("qualifier", "Version or alias")
                    .hint("Empty: the code as it is now, $LATEST.");
    private static final Field FILTER =
            Field.of(JSON, "filter", "Filter")
                    .hint(
                            "A pattern as EventBridge has them: only events that match are handed"
                                    + " over. Empty: all of them.");
    private static final Field PATHS =
            Field.of(PAIRS, "input.paths", "Values of the event, by name")
                    .hint("One on each line, as in: order = $.data.id");
    private static final Field TEMPLATE_FIELD =
            Field.of(TEMPLATE, "input.template", "What the function sees instead of the event")
                    .hint("JSON, with <order> where a value goes. Empty: the event as it is.");
    private static final Field BATCH_SIZE =
            Field.number("batchSize", "Events of one call, at most", "");
    private static final Field BATCH_WINDOW =
            Field.number("batchWindow", "Waited for so many (seconds)", "0");
}
