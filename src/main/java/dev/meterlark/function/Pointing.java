package dev.meterlark.function;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where an alias points.
 *
 * @param version what calls get that no weight gives to another; null for the editable one
 * @param weights shares of the calls by version, above 0 and together at most 1
 */
record Pointing(@Nullable Integer version, SortedMap<Integer, BigDecimal> weights) {

    private static final int MOST_WEIGHED = 4;
    private static final int MOST_DECIMALS = 4;

    Pointing {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    /** Checked for everything but whether there are such versions. */
    static Pointing read(
            @Nullable String version, @Nullable Map<String, @Nullable BigDecimal> asked) {
        Integer number = VersionNumber.pointedAt("version", version);
        var weights = new TreeMap<Integer, BigDecimal>();
        Map<String, @Nullable BigDecimal> wanted = asked == null ? Map.of() : asked;
        if (wanted.size() > MOST_WEIGHED) {
            throw invalid(
                    "weights may name %d versions, named: %d"
                            .formatted(MOST_WEIGHED, wanted.size()));
        }
        for (Map.Entry<String, @Nullable BigDecimal> each : wanted.entrySet()) {
            Integer weighed = VersionNumber.pointedAt("a version in weights", each.getKey());
            if (number == null || weighed == null) {
                throw invalid(
                        "$LATEST changes as it is edited, and takes no part in weights; publish"
                                + " it");
            }
            if (weighed.equals(number)) {
                throw invalid(
                        "version %d is what the alias points at and gets what is left; leave it out of weights"
                                .formatted(weighed));
            }
            BigDecimal weight = weight(each.getKey(), each.getValue());
            if (weight.signum() > 0) {
                weights.put(weighed, weight);
            }
        }
        requireWithinOne(weights);
        return new Pointing(number, weights);
    }

    private static BigDecimal weight(String version, @Nullable BigDecimal asked) {
        if (asked == null || asked.signum() < 0 || asked.compareTo(BigDecimal.ONE) > 0) {
            throw invalid(
                    "the weight of version %s must be 0 to 1, was: %s"
                            .formatted(Shown.text(version), asked));
        }
        BigDecimal plain = asked.signum() == 0 ? BigDecimal.ZERO : asked.stripTrailingZeros();
        if (plain.scale() > MOST_DECIMALS) {
            throw invalid(
                    "the weight of version %s may have %d decimals, was: %s"
                            .formatted(Shown.text(version), MOST_DECIMALS, asked));
        }
        return plain.setScale(Math.max(0, plain.scale()));
    }

    private static void requireWithinOne(SortedMap<Integer, BigDecimal> weights) {
        BigDecimal sum = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(BigDecimal.ONE) > 0) {
            throw invalid("the weights together must be at most 1, were: " + sum);
        }
    }

    boolean leadsTo(int number) {
        return Integer.valueOf(number).equals(version) || weights.containsKey(number);
    }

    /** {@code 2=0.1;3=0.05}; empty when there are none. */
    String weightsText() {
        return weights.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().toPlainString())
                .collect(Collectors.joining(";"));
    }

    static Pointing parse(@Nullable Integer version, String weightsText) {
        var weights = new TreeMap<Integer, BigDecimal>();
        for (String each : weightsText.isEmpty() ? new String[0] : weightsText.split(";")) {
            int equals = each.indexOf('=');
            weights.put(
                    Integer.valueOf(each.substring(0, equals)),
                    new BigDecimal(each.substring(equals + 1)));
        }
        return new Pointing(version, weights);
    }

    SortedMap<String, BigDecimal> weightsByName() {
        var named = new TreeMap<String, BigDecimal>();
        weights.forEach((number, weight) -> named.put(number.toString(), weight));
        return named;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
