package dev.meterlark.billing.document;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a document writes numbers and dates. Spelled out here and not taken from the machine, so that
 * the same invoice is the same bytes on every one.
 */
enum Language {
    ENGLISH("en", ',', '.', DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH), Map.of()),
    GERMAN(
            "de",
            '.',
            ',',
            DateTimeFormatter.ofPattern("d. MMMM uuuu", Locale.GERMAN),
            Map.of(
                    "per", "je",
                    "after", "nach",
                    "a month", "im Monat",
                    "for each", "je angefangene",
                    "up to", "bis",
                    "then", "dann",
                    "for all", "für alle",
                    "beyond", "darüber",
                    "from", "ab"));

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
    private static final Pattern WORDS =
            Pattern.compile("\\b(per|after|a month|for each|up to|then|for all|beyond|from)\\b");

    private final String tag;
    private final char group;
    private final char point;
    private final DateTimeFormatter dates;
    private final Map<String, String> words;

    Language(
            String tag,
            char group,
            char point,
            DateTimeFormatter dates,
            Map<String, String> words) {
        this.tag = tag;
        this.group = group;
        this.point = point;
        this.dates = dates;
        this.words = words;
    }

    /** English for what is not spoken here. */
    static Language of(String tag) {
        return tag.toLowerCase(Locale.ROOT).startsWith("de") ? GERMAN : ENGLISH;
    }

    String tag() {
        return tag;
    }

    String date(LocalDate date) {
        return dates.format(date);
    }

    /** By its two letters; they themselves where they are no country's. */
    String country(String code) {
        return Locale.of("", code).getDisplayCountry(Locale.of(tag));
    }

    /** With all the digits behind the point that it has. */
    String number(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int dot = plain.indexOf('.');
        String whole = dot < 0 ? plain : plain.substring(0, dot);
        StringBuilder text = new StringBuilder(number.signum() < 0 ? "−" : "");
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                text.append(group);
            }
            text.append(whole.charAt(i));
        }
        return dot < 0
                ? text.toString()
                : text.append(point).append(plain, dot + 1, plain.length()).toString();
    }

    /** To six digits behind the point: more is in the CSV. */
    String quantity(String decimal) {
        if (decimal.isEmpty()) {
            return "";
        }
        BigDecimal rounded =
                new BigDecimal(decimal).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return number(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
    }

    /** With as many digits behind the point as the currency has. */
    String amount(Money money) {
        return number(money.rounded().amount());
    }

    /** With its currency. */
    String money(Money money) {
        return switch (this) {
            case ENGLISH -> money.currency().getCurrencyCode() + "\u00A0" + amount(money);
            case GERMAN -> amount(money) + "\u00A0" + money.currency().getCurrencyCode();
        };
    }

    /** A price as rating words it, in English. */
    String price(String text) {
        String numbered =
                NUMBER.matcher(text).replaceAll(each -> number(new BigDecimal(each.group())));
        return WORDS.matcher(numbered)
                .replaceAll(each -> words.getOrDefault(each.group(), each.group()));
    }
}
