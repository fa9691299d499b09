package dev.meterlark.billing.cost;

import dev.meterlark.metering.UsageGrouping;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Set;

/**
 * What usage is split by.
 *
 * @param tag the name of the only tag that it is split by; null for all of them together, if by any
 */
public record Split(Set<UsageGrouping> by, @Nullable String tag) {

    private static final String ONE_TAG = "tag:";

    public Split {
        by = Set.copyOf(by);
    }

    /**
     * @param text words with commas
     * @throws RefusedException when usage cannot be split so
     */
    public static Split parse(String text) {
        Set<UsageGrouping> by = EnumSet.noneOf(UsageGrouping.class);
        String tag = null;
        for (String word : text.split(",", -1)) {
            if (word.startsWith(ONE_TAG) && word.length() > ONE_TAG.length() && tag == null) {
                tag = word.substring(ONE_TAG.length());
                by.add(UsageGrouping.TAGS);
            } else {
                by.add(grouping(word));
            }
        }
        return new Split(by, tag);
    }

    private static UsageGrouping grouping(String word) {
        return switch (word) {
            case "function" -> UsageGrouping.FUNCTION;
            case "day" -> UsageGrouping.DAY;
            case "hour" -> UsageGrouping.HOUR;
            case "version" -> UsageGrouping.VERSION;
            case "alias" -> UsageGrouping.ALIAS;
            case "source" -> UsageGrouping.SOURCE;
            case "trigger" -> UsageGrouping.TRIGGER;
            case "outcome" -> UsageGrouping.OUTCOME;
            case "cold" -> UsageGrouping.COLD;
            case "tag" -> UsageGrouping.TAGS;
            default ->
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID,
                            "groupBy takes function, day, hour, version, alias, source, trigger,"
                                + " outcome, cold, and tag or one tag:NAME, with commas between; it"
                                + " does not take: "
                                    + (word.length() <= 60 ? word : word.substring(0, 60) + "…"));
        };
    }
}
