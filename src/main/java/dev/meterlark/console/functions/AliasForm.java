package dev.meterlark.console.functions;

import dev.meterlark.function.AliasView;
import dev.meterlark.function.AliasWishes;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was typed into the form of an alias; kept as text, so that the form shows it again.
 *
 * @param weighed versions that get a share of the calls, blank where a row is not used
 * @param share of the calls in percent, row by row as {@code weighed}
 * @param revision that the alias had when the form was shown
 */
record AliasForm(
        @Nullable String alias,
        @Nullable String version,
        @Nullable String description,
        @Nullable List<String> weighed,
        @Nullable List<String> share,
        @Nullable String revision) {

    /** As many versions as may have a weight. */
    private static final int ROWS = 4;

    static final AliasForm BLANK = new AliasForm("", "", "", List.of(), List.of(), null);

    record Weight(String version, String percent) {}

    static AliasForm of(AliasView alias) {
        List<String> percents = alias.weights().values().stream().map(Share::percent).toList();
        return new AliasForm(
                alias.name(),
                alias.version(),
                alias.description(),
                List.copyOf(alias.weights().keySet()),
                percents,
                Long.toString(alias.revision()));
    }

    /** Those that are used, and blank ones behind them. */
    public List<Weight> weights() {
        List<Weight> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Weight(at(weighed, i), at(share, i)));
        }
        return rows;
    }

    /** How many rows have something in them. */
    public long used() {
        return weights().stream().filter(each -> !each.version().isBlank()).count();
    }

    AliasWishes wishes() {
        return new AliasWishes(version, shares(), description, number());
    }

    private Map<String, @Nullable BigDecimal> shares() {
        Map<String, @Nullable BigDecimal> shares = new TreeMap<>();
        for (Weight each : weights()) {
            if (each.version().isBlank() || each.percent().isBlank()) {
                continue;
            }
            if (shares.put(each.version(), Percent.parse("share", each.percent())) != null) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "version %s is there twice; give each version one share"
                                .formatted(each.version()));
            }
        }
        return shares;
    }

    private @Nullable Long number() {
        try {
            return revision == null || revision.isBlank() ? null : Long.valueOf(revision);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String at(@Nullable List<String> values, int index) {
        return values == null || index >= values.size() || values.get(index) == null
                ? ""
                : values.get(index).strip();
    }
}
