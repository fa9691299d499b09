package dev.meterlark.console;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers and texts as people read them. */
public final class Show {

    private static final BigDecimal LEAST = new BigDecimal("0.000001");

    private Show() {}

    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', '\u2009');
    }

    /** Full precision: one call costs millionths. */
    public static String price(Money money) {
        return money.toString();
    }

    /**
     * What is summed, to six digits behind the point: nobody reads more in a table. What is too
     * little for them is more than nothing all the same.
     */
    public static String sum(Money money) {
        if (money.amount().signum() > 0 && money.amount().compareTo(LEAST) < 0) {
            return "< " + new Money(LEAST, money.currency());
        }
        BigDecimal amount = money.amount().setScale(6, RoundingMode.HALF_UP);
        return new Money(amount, money.currency()).toString();
    }

    /** With as many digits behind the point as the currency has, as an invoice shows it. */
    public static String amount(Money money) {
        BigDecimal amount = money.rounded().amount();
        return grouped(amount, Math.max(0, amount.scale()))
                + " "
                + money.currency().getCurrencyCode();
    }

    /** A quantity, to three digits behind the point. */
    public static String grouped(BigDecimal number) {
        BigDecimal rounded = number.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return grouped(rounded, Math.max(0, rounded.scale()));
    }

    private static String grouped(BigDecimal number, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", number).replace(',', '\u2009');
    }

    public static String quantity(BigDecimal number) {
        BigDecimal rounded = number.setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** In percent, to one digit behind the point; what is not nothing is not shown as 0. */
    public static String share(long part, long whole) {
        if (part == 0 || whole == 0) {
            return "0 %";
        }
        BigDecimal percent =
                BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP);
        return percent.signum() == 0
                ? "< 0.1 %"
                : percent.stripTrailingZeros().toPlainString() + " %";
    }

    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        if (bytes < 1024 * 1024) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        double mebibytes = bytes / 1024.0 / 1024.0;
        return mebibytes < 10_000
                ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }

    public static String micros(long micros) {
        if (micros < 1_000) {
            return micros + " µs";
        }
        if (micros < 1_000_000) {
            return String.format(
                    Locale.ROOT, micros < 100_000 ? "%.1f ms" : "%.0f ms", micros / 1e3);
        }
        return String.format(Locale.ROOT, "%.2f s", micros / 1e6);
    }

    public static String millis(long millis) {
        return millis < 10_000 ? count(millis) + " ms" : micros(millis * 1_000);
    }

    /** How long something stays: in days where they are whole, else in hours or minutes. */
    public static String kept(Duration duration) {
        if (duration.equals(Duration.ofDays(duration.toDays())) && !duration.isZero()) {
            return many(duration.toDays(), "day");
        }
        return duration.toHours() > 0
                ? many(duration.toHours(), "hour")
                : many(duration.toMinutes(), "minute");
    }

    private static String many(long count, String unit) {
        return count == 1 ? "1 " + unit : count(count) + " " + unit + "s";
    }

    /** Public texts of refusals begin small, as parts of sentences do. */
    public static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String begun = Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
