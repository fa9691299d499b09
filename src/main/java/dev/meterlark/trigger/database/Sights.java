package dev.meterlark.trigger.database;

import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * What is seen of the triggers' databases: kept with each trigger, so that every node can show it,
 * and measured for those that this node reads.
 */
@Component
class Sights {

    private static final Logger LOG = LoggerFactory.getLogger(Sights.class);

    private final PositionRows rows;
    private final ConnectorProperties properties;
    private final InstantSource clock;
    private final JsonMapper json;
    private final Map<TriggerId, Source.Look> looks = new ConcurrentHashMap<>();

    Sights(
            PositionRows rows,
            ConnectorProperties properties,
            InstantSource clock,
            JsonMapper json,
            MeterRegistry meters) {
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
        this.json = json;
        gauge(meters, "lag", Source.Look::lagBytes, "bytes of log not handed over, at most");
        gauge(meters, "kept", Source.Look::keptBytes, "bytes that a database keeps back, at most");
        Gauge.builder("meterlark.trigger.database.readers", looks, Map::size)
                .description("triggers whose databases this node reads")
                .register(meters);
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            ToLongFunction<Source.Look> value,
            String description) {
        Gauge.builder(
                        "meterlark.trigger.database." + name,
                        looks,
                        all -> all.values().stream().mapToLong(value).max().orElse(0))
                .baseUnit("bytes")
                .description(description)
                .register(meters);
    }

    /** It works, or is about to: there is a position from when on nothing is missed. */
    void seen(
            Trigger<DatabaseTrigger> trigger,
            Ownership ownership,
            Source.Look look,
            Instant newest,
            List<String> warnings) {
        looks.put(trigger.id(), look);
        List<String> all = new ArrayList<>(warnings);
        all.addAll(look.warnings());
        DataSize warnAt =
                Objects.requireNonNullElse(
                        trigger.configuration().choices().warnAt(), properties.warnAt());
        if (look.keptBytes() > warnAt.toBytes()) {
            all.add(
                    "the database keeps back %d MB of its log for this trigger, which can fill its disk"
                            .formatted(look.keptBytes() / 1_000_000));
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("connected", look.facts().containsKey("position"));
        shown.put("lagBytes", look.lagBytes());
        if (newest.isAfter(Instant.EPOCH)) {
            Duration ago = Duration.between(newest, clock.instant());
            shown.put("newestChangeAt", newest.toString());
            shown.put("lagSeconds", look.lagBytes() == 0 ? 0 : Math.max(0, ago.toSeconds()));
        }
        if (look.keptBytes() >= 0) {
            shown.put("keptBytes", look.keptBytes());
        }
        shown.putAll(look.facts());
        shown.put("warnings", all);
        keep(trigger, ownership, shown);
    }

    /** It does not, and why. */
    void trouble(Trigger<DatabaseTrigger> trigger, Ownership ownership, String why) {
        looks.remove(trigger.id());
        keep(trigger, ownership, Map.of("connected", false, "trouble", why));
    }

    /** This node does not read it any more. */
    void ended(Trigger<DatabaseTrigger> trigger) {
        looks.remove(trigger.id());
    }

    /** Under a trigger's status. */
    Map<String, Object> facts(AccountId account, TriggerId trigger) {
        return rows.seen(account, trigger)
                .map(
                        seen -> {
                            Map<String, Object> facts =
                                    new LinkedHashMap<>(
                                            json.readValue(
                                                    seen.json(),
                                                    new TypeReference<Map<String, Object>>() {}));
                            facts.put("lookedAt", seen.at().toString());
                            return facts;
                        })
                .orElse(Map.of("connected", false));
    }

    private void keep(
            Trigger<DatabaseTrigger> trigger, Ownership ownership, Map<String, Object> shown) {
        try {
            String text = json.writeValueAsString(shown);
            Undisturbed.run(() -> rows.see(trigger.id(), ownership, text));
        } catch (PositionRows.LostException e) {
            LOG.debug("trigger {} is another's by now", trigger.id());
        }
    }
}
