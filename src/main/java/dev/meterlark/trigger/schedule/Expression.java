package dev.meterlark.trigger.schedule;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a schedule's expression says, before a time zone makes instants of it. */
sealed interface Expression {

    int LONGEST = 256;

    record Recurring(Cron cron) implements Expression {}

    record Every(Duration period) implements Expression {}

    record Once(LocalDateTime at) implements Expression {}

    /**
     * @throws RefusedException saying what is wrong with it
     */
    static Expression parse(String text) {
        if (text.length() > LONGEST) {
            throw refused(
                    "expression may have at most %d characters, has %d"
                            .formatted(LONGEST, text.length()));
        }
        return Reading.of(text.strip());
    }

    /** Cron fields, where a name stands for them. */
    static String plain(String text) {
        return Reading.NAMED.getOrDefault(text, text);
    }

    private static RefusedException refused(String why) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, why);
    }

    /** The forms there are. */
    final class Reading {

        private static final Pattern CALL =
                Pattern.compile("(cron|rate|at)\\s*\\((.*)\\)", Pattern.CASE_INSENSITIVE);
        private static final Pattern RATE =
                Pattern.compile("(\\d{1,6})\\s+(second|minute|hour|day|week)s?");
        private static final int MOST_DAYS = 366;
        private static final Map<String, Duration> UNITS =
                Map.of(
                        "second", Duration.ofSeconds(1),
                        "minute", Duration.ofMinutes(1),
                        "hour", Duration.ofHours(1),
                        "day", Duration.ofDays(1),
                        "week", Duration.ofDays(7));
        private static final Map<String, String> NAMED =
                Map.of(
                        "@hourly", "0 * * * *",
                        "@daily", "0 0 * * *",
                        "@midnight", "0 0 * * *",
                        "@weekly", "0 0 * * 0",
                        "@monthly", "0 0 1 * *",
                        "@yearly", "0 0 1 1 *",
                        "@annually", "0 0 1 1 *");

        private Reading() {}

        private static Expression of(String text) {
            Matcher call = CALL.matcher(text);
            if (call.matches()) {
                String inner = call.group(2).strip();
                return switch (call.group(1).toLowerCase(Locale.ROOT)) {
                    case "cron" -> new Recurring(CronReader.read(CronDialect.AWS, inner));
                    case "rate" -> rate(inner);
                    default -> once(inner);
                };
            }
            String plain = plain(text);
            return switch (plain.split("\\s+").length) {
                case 5 -> new Recurring(CronReader.read(CronDialect.CRONTAB, plain));
                case 6 -> new Recurring(CronReader.read(CronDialect.SPRING, plain));
                default ->
                        throw refused(
                                "expression must be five or six cron fields, cron(…), rate(5"
                                        + " minutes) or at(2026-12-24T08:00), was: "
                                        + Shown.text(text));
            };
        }

        private static Expression rate(String inner) {
            Matcher rate = RATE.matcher(inner.toLowerCase(Locale.ROOT));
            if (!rate.matches()) {
                throw refused(
                        "a rate is a number and a unit, such as rate(5 minutes); units are"
                                + " seconds, minutes, hours, days and weeks; was: "
                                + Shown.text(inner));
            }
            Duration unit = UNITS.getOrDefault(rate.group(2), Duration.ZERO);
            Duration period = unit.multipliedBy(Long.parseLong(rate.group(1)));
            if (!period.isPositive() || period.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
                throw refused(
                        "a rate is from 1 second to %d days, was: %s"
                                .formatted(MOST_DAYS, Shown.text(inner)));
            }
            return new Every(period);
        }

        private static Expression once(String inner) {
            try {
                return new Once(LocalDateTime.parse(inner));
            } catch (DateTimeParseException e) {
                throw refused(
                        "at(…) takes a local time such as 2026-12-24T08:00, without an offset,"
                                + " because timeZone says where; was: "
                                + Shown.text(inner));
            }
        }
    }
}
