package dev.meterlark.billing.plan;

import java.util.Locale;
import java.util.Set;

/** Countries by their two letters in ISO 3166. */
final class Countries {

    private static final Set<String> ALL = Set.of(Locale.getISOCountries());

    private Countries() {}

    static boolean isOne(String country) {
        return ALL.contains(country);
    }
}
