package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;
import dev.meterlark.trigger.TriggerId;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is seen of triggers' topics: kept with each trigger, so that every node can show it, and
 * measured for those that this node reads.
 */
@Component
class Sights {

    private static final TypeReference<LinkedHashMap<String, Object>> FACTS =
            new TypeReference<>() {};

    /** Partitions that are shown one by one. */
    private static final int MOST_SHOWN = 100;

    private final KafkaRows rows;
    private final JsonMapper json;
    private final Map<TriggerId, Long> lags = new ConcurrentHashMap<>();

    Sights(KafkaRows rows, JsonMapper json, MeterRegistry meters) {
        this.rows = rows;
        this.json = json;
        Gauge.builder(
                        "meterlark.trigger.kafka.lag",
                        lags,
                        all -> all.values().stream().mapToLong(lag -> lag).max().orElse(0))
                .baseUnit("records")
                .description("records of a topic that were not handed over, at most")
                .register(meters);
        Gauge.builder("meterlark.trigger.kafka.readers", lags, Map::size)
                .description("triggers whose topics this node reads")
                .register(meters);
    }

    /**
     * How far one partition is.
     *
     * @param position the next offset that was not accepted
     * @param lag records behind it; -1 while that is not known
     */
    record Partition(int partition, long position, long lag) {}

    /** It works. */
    void seen(
            Trigger<KafkaTrigger> trigger,
            Ownership ownership,
            List<Partition> partitions,
            List<String> warnings) {
        long lag = partitions.stream().mapToLong(each -> Math.max(0, each.lag())).sum();
        lags.put(trigger.id(), lag);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("connected", true);
        shown.put("lag", lag);
        shown.put("partitions", partitions.stream().limit(MOST_SHOWN).toList());
        shown.put("warnings", new ArrayList<>(warnings));
        Map<Integer, Long> positions = new TreeMap<>();
        partitions.forEach(each -> positions.put(each.partition(), each.position()));
        String text = json.writeValueAsString(shown);
        rows.see(trigger.id(), ownership, positions, text);
    }

    /** It does not, and why. */
    void trouble(Trigger<KafkaTrigger> trigger, Ownership ownership, String why) {
        String text = json.writeValueAsString(Map.of("connected", false, "trouble", why));
        rows.trouble(trigger.id(), ownership, text);
    }

    /** This node does not read it any more. */
    void ended(Trigger<KafkaTrigger> trigger) {
        lags.remove(trigger.id());
    }

    /** Under a trigger's status. */
    Map<String, Object> facts(AccountId account, TriggerId trigger) {
        return rows.seen(account, trigger)
                .map(
                        seen -> {
                            Map<String, Object> facts = json.readValue(seen.json(), FACTS);
                            facts.put("lookedAt", seen.at().toString());
                            return facts;
                        })
                .orElseGet(() -> new LinkedHashMap<>(Map.of("connected", false)));
    }
}
