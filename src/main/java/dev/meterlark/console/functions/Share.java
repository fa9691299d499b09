package dev.meterlark.console.functions;

import dev.meterlark.function.AliasMoveView;
import dev.meterlark.function.AliasView;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The calls of an alias that one version gets, as a piece of a bar.
 *
 * @param kind which colour it has
 * @param percent of the calls
 * @param from where the piece begins, in percent of the bar
 */
record Share(String kind, String version, String percent, String from) {

    private static final List<String> KINDS = List.of("run", "init", "start", "queued", "other");

    static List<Share> of(AliasView alias) {
        return of(alias.version(), alias.weights());
    }

    static List<Share> of(AliasMoveView move) {
        return of(move.version(), move.weights());
    }

    /** First the version that gets what no weight gives to another. */
    static List<Share> of(String version, SortedMap<String, BigDecimal> weights) {
        BigDecimal given = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<Share> shares = new ArrayList<>();
        BigDecimal from = BigDecimal.ONE.subtract(given);
        shares.add(new Share(KINDS.getFirst(), version, percent(from), "0"));
        for (Map.Entry<String, BigDecimal> each : weights.entrySet()) {
            String kind = KINDS.get(Math.min(shares.size(), KINDS.size() - 1));
            shares.add(new Share(kind, each.getKey(), percent(each.getValue()), percent(from)));
            from = from.add(each.getValue());
        }
        return List.copyOf(shares);
    }

    /** In words: {@code version 3}, or {@code version 3 (90 %), 4 (10 %)}. */
    static String words(List<Share> shares) {
        if (shares.size() == 1) {
            return name(shares.getFirst().version());
        }
        List<String> words = new ArrayList<>();
        for (Share each : shares) {
            String of = words.isEmpty() ? name(each.version()) : each.version();
            words.add("%s (%s %%)".formatted(of, each.percent()));
        }
        return String.join(", ", words);
    }

    /** As people call a version. */
    static String name(String version) {
        return version.startsWith("$") ? version : "version " + version;
    }

    public String label() {
        return name(version);
    }

    static String percent(BigDecimal share) {
        BigDecimal percent = share.movePointRight(2);
        return percent.signum() == 0 ? "0" : percent.stripTrailingZeros().toPlainString();
    }
}
