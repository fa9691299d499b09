package dev.meterlark.trigger.schedule;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/** An expression in words. */
final class Words {

    private static final CronDescriptor DESCRIPTOR = CronDescriptor.instance(Locale.ENGLISH);
    private static final CronParser QUARTZ = parser(CronType.QUARTZ);
    private static final CronParser SPRING = parser(CronType.SPRING53);

    private Words() {}

    /** Null when there are none for it. */
    static @Nullable String of(String expression) {
        return switch (Expression.parse(expression)) {
            case Expression.Recurring _ -> recurring(expression.strip());
            case Expression.Every(Duration period) -> "every " + length(period);
            case Expression.Once(var at) ->
                    "once, at %s on %s".formatted(at.toLocalTime(), at.toLocalDate());
        };
    }

    /** All that it reads differently from the others is what each of its fields is called. */
    private static @Nullable String recurring(String text) {
        try {
            if (text.toLowerCase(Locale.ROOT).startsWith("cron")) {
                String inner = text.substring(text.indexOf('(') + 1, text.lastIndexOf(')'));
                return DESCRIPTOR.describe(QUARTZ.parse("0 " + inner.strip()));
            }
            String plain = Expression.plain(text);
            boolean seconds = plain.split("\\s+").length == 6;
            return DESCRIPTOR.describe(SPRING.parse(seconds ? plain : "0 " + plain));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String length(Duration period) {
        long seconds = period.toSeconds();
        if (seconds % 86_400 == 0) {
            return counted(seconds / 86_400, "day");
        }
        if (seconds % 3_600 == 0) {
            return counted(seconds / 3_600, "hour");
        }
        return seconds % 60 == 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
    }

    private static String counted(long number, String unit) {
        return number == 1 ? unit : "%d %ss".formatted(number, unit);
    }

    private static CronParser parser(CronType type) {
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
    }
}
