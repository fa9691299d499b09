package dev.meterlark.trigger.schedule;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a cron expression. Whatever it refuses, it says which field cannot be and why. */
final class CronReader {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final int MOST_PARTS = 60;
    private static final int MOST_WEEKS = 5;
    private static final int MOST_BEFORE_LAST = 30;

    private final CronDialect dialect;
    private final String text;
    private final Map<CronField, String> fields = new EnumMap<>(CronField.class);

    private CronReader(CronDialect dialect, String text) {
        this.dialect = dialect;
        this.text = text;
        String[] parts = BLANKS.split(text.strip());
        if (parts.length != dialect.fields().size()) {
            throw refused(
                    "it has %d fields, and needs %d: %s"
                            .formatted(parts.length, dialect.fields().size(), names(dialect)));
        }
        for (int i = 0; i < parts.length; i++) {
            fields.put(dialect.fields().get(i), parts[i].toUpperCase(Locale.ROOT));
        }
    }

    /**
     * @throws RefusedException saying what is wrong with it
     */
    static Cron read(CronDialect dialect, String text) {
        return new CronReader(dialect, text).cron();
    }

    private Cron cron() {
        return new Cron(
                fields.containsKey(CronField.SECOND) ? values(CronField.SECOND) : only(0),
                values(CronField.MINUTE),
                values(CronField.HOUR),
                days(),
                values(CronField.MONTH),
                fields.getOrDefault(CronField.YEAR, "*").equals("*")
                        ? new BitSet()
                        : values(CronField.YEAR));
    }

    private CronDays days() {
        String month = field(CronField.DAY_OF_MONTH);
        String week = field(CronField.DAY_OF_WEEK);
        if (dialect == CronDialect.AWS && month.equals("?") == week.equals("?")) {
            throw refused(
                    "of the days of the month and the days of the week, exactly one has to be '?',"
                            + " because the other says which days are meant");
        }
        CronDays ofMonth = each(CronField.DAY_OF_MONTH, month, this::dayOfMonth);
        CronDays ofWeek = each(CronField.DAY_OF_WEEK, week, this::dayOfWeek);
        if (ofMonth.open() || ofWeek.open()) {
            return ofMonth.open() ? ofWeek : ofMonth;
        }
        return dialect == CronDialect.CRONTAB
                ? new CronDays.AnyOf(List.of(ofMonth, ofWeek))
                : new CronDays.Both(ofMonth, ofWeek);
    }

    private interface DayPart {
        CronDays read(String part);
    }

    private CronDays each(CronField field, String written, DayPart reader) {
        if (written.equals("*") || written.equals("?")) {
            return new CronDays.Every();
        }
        List<CronDays> parts = new ArrayList<>();
        for (String part : parts(field, written)) {
            parts.add(reader.read(part));
        }
        return parts.size() == 1 ? parts.getFirst() : new CronDays.AnyOf(parts);
    }

    private CronDays dayOfMonth(String part) {
        CronField field = CronField.DAY_OF_MONTH;
        if (part.equals("L")) {
            return new CronDays.Last(0);
        }
        if (part.equals("LW") || part.equals("WL")) {
            return new CronDays.LastWeekday();
        }
        if (part.startsWith("L-")) {
            return new CronDays.Last(within(field, part, part.substring(2), 0, MOST_BEFORE_LAST));
        }
        if (part.endsWith("W")) {
            return new CronDays.Weekday(number(field, part.substring(0, part.length() - 1)));
        }
        return new CronDays.Numbered(bits(range(field, part)));
    }

    private CronDays dayOfWeek(String part) {
        CronField field = CronField.DAY_OF_WEEK;
        int hash = part.indexOf('#');
        if (hash >= 0) {
            int day = dialect.known(field, number(field, part.substring(0, hash)));
            return new CronDays.Nth(
                    day, within(field, part, part.substring(hash + 1), 1, MOST_WEEKS));
        }
        if (part.equals("L")) {
            return new CronDays.OfWeek(1 << 6); // Saturday, as Quartz and AWS have it
        }
        if (part.endsWith("L")) {
            int day = number(field, part.substring(0, part.length() - 1));
            return new CronDays.LastOfWeek(dialect.known(field, day));
        }
        return new CronDays.OfWeek(bits(range(field, part)));
    }

    private BitSet values(CronField field) {
        BitSet values = new BitSet();
        for (String part : parts(field, field(field))) {
            values.or(range(field, part));
        }
        return values;
    }

    private String[] parts(CronField field, String written) {
        String[] parts = written.split(",", -1);
        if (parts.length > MOST_PARTS) {
            throw refused("%s has more than %d parts".formatted(field.words(), MOST_PARTS));
        }
        return parts;
    }

    /** {@code *}, a number or two with a dash between, and perhaps a slash and a step. */
    private BitSet range(CronField field, String part) {
        int slash = part.indexOf('/');
        String span = slash < 0 ? part : part.substring(0, slash);
        int most = dialect.most(field);
        int step = slash < 0 ? 1 : within(field, part, part.substring(slash + 1), 1, most);
        int dash = span.indexOf('-');
        int from;
        int to;
        if (span.equals("*")) {
            from = dialect.least(field);
            to = field == CronField.DAY_OF_WEEK ? from + 6 : most;
        } else if (dash < 0) {
            from = number(field, span);
            to = slash < 0 ? from : most;
        } else {
            from = number(field, span.substring(0, dash));
            to = upTo(field, span.substring(dash + 1));
        }
        if (from > to) {
            throw refused(
                    "%s: the range '%s' goes backwards; name its parts one by one, with commas"
                            .formatted(field.words(), part));
        }
        BitSet values = new BitSet();
        for (int value = from; value <= to; value += step) {
            values.set(dialect.known(field, value));
        }
        return values;
    }

    /** Sunday is also the seventh day of a week, where a range ends with it. */
    private int upTo(CronField field, String written) {
        int number = number(field, written);
        boolean sunday = field == CronField.DAY_OF_WEEK && number == 0;
        return sunday ? 7 : number;
    }

    private int number(CronField field, String written) {
        int place = field.place(written);
        if (place >= 0) {
            return dialect.number(field, place);
        }
        return within(field, written, written, dialect.least(field), dialect.most(field));
    }

    private int within(CronField field, String part, String written, int least, int most) {
        if (NUMBER.matcher(written).matches()) {
            int number = Integer.parseInt(written);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refused(
                "%s take numbers from %d to %d here, was: %s"
                        .formatted(field.words(), least, most, Shown.text(part)));
    }

    private String field(CronField field) {
        return fields.getOrDefault(field, "*");
    }

    private static int bits(BitSet values) {
        int bits = 0;
        for (int i = values.nextSetBit(0); i >= 0; i = values.nextSetBit(i + 1)) {
            bits |= 1 << i;
        }
        return bits;
    }

    private static BitSet only(int value) {
        BitSet values = new BitSet();
        values.set(value);
        return values;
    }

    private static String names(CronDialect dialect) {
        return String.join(", ", dialect.fields().stream().map(CronField::words).toList());
    }

    private RefusedException refused(String why) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "expression %s cannot be read: %s".formatted(Shown.text(text), why));
    }
}
