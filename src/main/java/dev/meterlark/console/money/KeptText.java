package dev.meterlark.console.money;

import dev.meterlark.billing.KeptDays;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long a plan keeps what calls leave, in words. */
final class KeptText {

    private KeptText() {}

    /** Empty where the plan says nothing of it. */
    static String of(KeptDays kept) {
        return Stream.of(
                        days("calls", kept.callDays()),
                        days("logs", kept.logDays()),
                        days("events and answers", kept.contentDays()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String days(String what, @Nullable Integer days) {
        return days == null ? null : "%s %d %s".formatted(what, days, days == 1 ? "day" : "days");
    }
}
