package dev.meterlark.invocation.web;

import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RunWatcher;
import dev.meterlark.shared.Money;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the calls of a run took together and each stage of it, for the headers of its answer. Told
 * from many threads; guarded by its own monitor.
 */
final class RunTotals implements RunWatcher {

    static final String STAGES = "Meterlark-Stages";

    private static final int LONGEST = 4_000;

    private final SortedMap<Integer, Stage> stages = new TreeMap<>();
    private @Nullable FailedStage failed;
    private boolean cold;

    /** By currency: a plan may change while a run is under way. */
    private static final class Prices {

        private final SortedMap<String, Money> all = new TreeMap<>();

        void add(Money price) {
            all.merge(price.currency().getCurrencyCode(), price, Money::plus);
        }

        String text() {
            return all.values().stream().map(Money::toString).collect(Collectors.joining(" + "));
        }
    }

    private static final class Stage {

        private final String name;
        private final Prices prices = new Prices();
        private int calls;
        private long billedMillis;
        private @Nullable InvocationRecord only;

        Stage(String name) {
            this.name = name;
        }

        void add(InvocationRecord record) {
            calls++;
            billedMillis += record.billedMillis();
            prices.add(record.price());
            only = calls == 1 ? record : null;
        }

        /** An item of a structured list (RFC 9651); names hold nothing that would end a string. */
        String text() {
            String id = only == null ? "" : ";id=\"%s\"".formatted(only.invocation());
            return "\"%s\";calls=%d;billed-ms=%d;price=\"%s\"%s"
                    .formatted(name, calls, billedMillis, prices.text(), id);
        }
    }

    @Override
    public synchronized void ran(int stage, String name, InvocationRecord record) {
        stages.computeIfAbsent(stage, _ -> new Stage(name)).add(record);
        cold |= record.cold();
    }

    @Override
    public synchronized void failed(FailedStage stage) {
        failed = stage;
    }

    void write(HttpServletResponse response) {
        headers().forEach(response::setHeader);
    }

    /** Empty when it was no run, or none of its stages ran. */
    synchronized Map<String, String> headers() {
        if (stages.isEmpty()) {
            return Map.of();
        }
        long billedMillis = stages.values().stream().mapToLong(stage -> stage.billedMillis).sum();
        var prices = new Prices();
        stages.values().forEach(stage -> stage.prices.all.values().forEach(prices::add));
        return Map.of(
                "Meterlark-Billed-Ms",
                Long.toString(billedMillis),
                "Meterlark-Price",
                prices.text(),
                "Meterlark-Cold-Start",
                Boolean.toString(cold),
                STAGES,
                stages());
    }

    /** A server's headers are bounded: the last stages are left out where all have no room. */
    private String stages() {
        StringBuilder text = new StringBuilder();
        for (Stage stage : stages.values()) {
            String next = stage.text();
            if (text.length() + next.length() > LONGEST) {
                break;
            }
            text.append(text.isEmpty() ? "" : ", ").append(next);
        }
        return text.toString();
    }

    /** What a problem says beyond the usual; empty when no stage is to blame. */
    synchronized Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        if (failed != null) {
            members.put("stage", Integer.toString(failed.number()));
            members.put("stageName", failed.name());
            if (failed.element() != null) {
                members.put("element", Integer.toString(failed.element()));
            }
        }
        return members;
    }
}
