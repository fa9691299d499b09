package dev.meterlark.trigger;

import dev.meterlark.edge.BodyMembers;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Makes rows of what is asked for, and refuses what cannot be. */
@Component
class Shaping {

    private static final String PAUSED = "paused on request";
    private static final int LONGEST_QUALIFIER = 128;

    private final Kinds kinds;
    private final TriggerProperties properties;
    private final JsonMapper json;

    Shaping(Kinds kinds, TriggerProperties properties, JsonMapper json) {
        this.kinds = kinds;
        this.properties = properties;
        this.json = json;
    }

    TriggerRow create(
            AccountId account, TargetKind target, String name, TriggerWish wish, Instant now) {
        String type = wish.text("type");
        Kinds.Known<?> kind = kinds.named(type);
        boolean enabled = !Boolean.FALSE.equals(wish.enabled());
        var row =
                new TriggerRow(
                        TriggerId.random(),
                        account,
                        Objects.requireNonNull(type),
                        target,
                        new FunctionRef(name, qualifier(wish, FunctionRef.LATEST)),
                        null,
                        "{}",
                        reception(wish, kind.capabilities(), usual(kind.capabilities())),
                        enabled ? TriggerState.ENABLED : TriggerState.PAUSED,
                        enabled ? null : PAUSED,
                        1,
                        now,
                        now);
        return with(kind, row, wish.own());
    }

    TriggerRow change(TriggerRow before, TriggerWish wish, Instant now) {
        String type = wish.text("type");
        if (type != null && !type.equals(before.type())) {
            throw TriggerWish.invalid(
                    "type is decided when a trigger is made, and is %s here; make another"
                            .formatted(before.type()));
        }
        Kinds.Known<?> kind = kinds.of(before);
        TriggerRow stated = state(before, wish.enabled(), now);
        var row =
                new TriggerRow(
                        before.id(),
                        before.account(),
                        before.type(),
                        before.targetKind(),
                        new FunctionRef(
                                before.target().name(),
                                qualifier(wish, before.target().qualifier())),
                        before.about(),
                        before.configuration(),
                        reception(wish, kind.capabilities(), before.reception()),
                        stated.state(),
                        stated.reason(),
                        before.revision() + 1,
                        before.createdAt(),
                        now);
        ObjectNode own = (ObjectNode) json.readTree(before.configuration());
        wish.own().properties().forEach(each -> own.set(each.getKey(), each.getValue()));
        return with(kind, row, own);
    }

    /** The same, looked at once more by its kind. */
    TriggerRow resumed(TriggerRow before, Instant now) {
        return with(
                kinds.of(before),
                before.in(TriggerState.ENABLED, null, now),
                (ObjectNode) json.readTree(before.configuration()));
    }

    static TriggerRow paused(TriggerRow before, Instant now) {
        return before.in(TriggerState.PAUSED, PAUSED, now);
    }

    private static TriggerRow state(TriggerRow before, @Nullable Boolean enabled, Instant now) {
        if (enabled == null || enabled == (before.state() == TriggerState.ENABLED)) {
            return before;
        }
        return enabled ? before.in(TriggerState.ENABLED, null, now) : paused(before, now);
    }

    private TriggerRow with(Kinds.Known<?> kind, TriggerRow row, ObjectNode own) {
        Sieve.of(row.reception(), properties);
        Kinds.Checked checked = kind.checked(row, own);
        long most = properties.maxConfigurationSize().toBytes();
        if (checked.configuration().length() > most) {
            throw TriggerWish.invalid(
                    "what a trigger of type %s says may have %d characters as JSON, and has %d"
                            .formatted(row.type(), most, checked.configuration().length()));
        }
        return new TriggerRow(
                row.id(),
                row.account(),
                row.type(),
                row.targetKind(),
                row.target(),
                checked.about(),
                checked.configuration(),
                row.reception(),
                row.state(),
                row.reason(),
                row.revision(),
                row.createdAt(),
                row.changedAt());
    }

    private static String qualifier(TriggerWish wish, String otherwise) {
        if (!wish.names("qualifier")) {
            return otherwise;
        }
        String asked = wish.text("qualifier");
        if (asked == null || asked.isEmpty()) {
            return FunctionRef.LATEST;
        }
        if (asked.length() > LONGEST_QUALIFIER) {
            throw TriggerWish.invalid(
                    "qualifier must be a version or an alias, was: " + Shown.text(asked));
        }
        return asked;
    }

    private static Reception usual(Capabilities capabilities) {
        return new Reception(null, null, capabilities.usualBatch(), Duration.ZERO);
    }

    private Reception reception(TriggerWish wish, Capabilities can, Reception otherwise) {
        JsonNode filter = wish.names("filter") ? wish.member("filter") : otherwise.filter();
        Reception.Input input =
                wish.names("input") ? input(wish.member("input")) : otherwise.input();
        return new Reception(
                filter, input, batchSize(wish, can, otherwise), batchWindow(wish, can, otherwise));
    }

    private Reception.@Nullable Input input(@Nullable JsonNode asked) {
        if (asked == null) {
            return null;
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        if (asked.isObject()) {
            whole.setAll((ObjectNode) asked);
        }
        if (!whole.has("template")) {
            throw TriggerWish.invalid(
                    "input must be as {\"paths\": {\"id\": \"$.detail.id\"}, \"template\":"
                            + " {\"order\": \"<id>\"}}");
        }
        if (!whole.has("paths")) {
            whole.putObject("paths");
        }
        return BodyMembers.read(json, whole, Reception.Input.class);
    }

    private static int batchSize(TriggerWish wish, Capabilities can, Reception otherwise) {
        Integer asked = wish.number("batchSize");
        if (!wish.names("batchSize")) {
            return otherwise.batchSize();
        }
        int size = asked == null ? can.usualBatch() : asked;
        if (size < 1 || size > can.largestBatch()) {
            throw TriggerWish.invalid(
                    can.batches()
                            ? "batchSize must be 1 to %d, was: %d"
                                    .formatted(can.largestBatch(), size)
                            : "a trigger of this type hands over one event at a time: leave"
                                    + " batchSize out, was: "
                                    + size);
        }
        return size;
    }

    private Duration batchWindow(TriggerWish wish, Capabilities can, Reception otherwise) {
        Integer asked = wish.number("batchWindow");
        if (!wish.names("batchWindow")) {
            return otherwise.batchWindow();
        }
        int seconds = asked == null ? 0 : asked;
        if (seconds != 0 && !can.batches()) {
            throw TriggerWish.invalid(
                    "a trigger of this type hands over one event at a time: leave batchWindow out,"
                            + " was: "
                            + seconds);
        }
        long most = properties.longestBatchWindow().toSeconds();
        if (seconds < 0 || seconds > most) {
            throw TriggerWish.invalid(
                    "batchWindow must be 0 to %d seconds, was: %d".formatted(most, seconds));
        }
        return Duration.ofSeconds(seconds);
    }
}
