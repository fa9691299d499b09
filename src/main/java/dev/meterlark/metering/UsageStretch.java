package dev.meterlark.metering;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A part of the time that usage is read of. */
sealed interface UsageStretch permits HourStretch, DayStretch {

    /**
     * What is to be read together, of {@code :account} and with {@link #parameters}.
     *
     * @param ofOnly a further condition for the table with the alias, where only some functions are
     *     wanted; else empty
     */
    List<String> selects(UnaryOperator<String> ofOnly);

    /** By their names, which begin with a colon in the statement. */
    Map<String, Object> parameters();
}
