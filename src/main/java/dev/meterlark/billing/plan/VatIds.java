package dev.meterlark.billing.plan;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * VAT ids by the form that each country gives them. Whether one is in force only its office knows.
 */
final class VatIds {

    private static final int LONGEST = 20;

    /** Behind the two letters of the country. */
    private static final Map<String, Pattern> UNION =
            Map.ofEntries(
                    form("AT", "U\\d{8}"),
                    form("BE", "[01]\\d{9}"),
                    form("BG", "\\d{9,10}"),
                    form("CY", "\\d{8}[A-Z]"),
                    form("CZ", "\\d{8,10}"),
                    form("DE", "[1-9]\\d{8}"),
                    form("DK", "\\d{8}"),
                    form("EE", "\\d{9}"),
                    form("ES", "[A-Z]\\d{7}[A-Z0-9]|\\d{8}[A-Z]"),
                    form("FI", "\\d{8}"),
                    form("FR", "[A-HJ-NP-Z0-9]{2}\\d{9}"),
                    form("GR", "\\d{9}"),
                    form("HR", "\\d{11}"),
                    form("HU", "\\d{8}"),
                    form("IE", "\\d{7}[A-W][A-I]?|\\d[A-Z+*]\\d{5}[A-W]"),
                    form("IT", "\\d{11}"),
                    form("LT", "\\d{9}|\\d{12}"),
                    form("LU", "\\d{8}"),
                    form("LV", "\\d{11}"),
                    form("MT", "\\d{8}"),
                    form("NL", "[A-Z0-9+*]{9}B\\d{2}"),
                    form("PL", "\\d{10}"),
                    form("PT", "\\d{9}"),
                    form("RO", "\\d{2,10}"),
                    form("SE", "\\d{10}01"),
                    form("SI", "\\d{8}"),
                    form("SK", "\\d{10}"));

    /** Whole ones of neighbours of the union. */
    private static final Map<String, Pattern> OTHERS =
            Map.ofEntries(
                    form("GB", "(GB|XI)(\\d{9}|\\d{12}|GD[0-4]\\d{2}|HA[5-9]\\d{2})"),
                    form("CH", "CHE\\d{9}(MWST|TVA|IVA)?"),
                    form("LI", "CHE\\d{9}(MWST|TVA|IVA)?|\\d{5}"),
                    form("NO", "(NO)?\\d{9}(MVA)?"));

    private static final Pattern ANY = Pattern.compile("[A-Z0-9]{4,20}");
    private static final Set<String> MEMBERS = UNION.keySet();

    private VatIds() {}

    /** Whether the country is of the European Union. */
    static boolean inUnion(String country) {
        return MEMBERS.contains(country);
    }

    /**
     * Without spaces, dots and hyphens, in capitals; empty when it has not the country's form.
     *
     * @param country by its two letters
     */
    static Optional<String> normal(String country, String text) {
        if (text.length() > 2 * LONGEST) {
            return Optional.empty();
        }
        String id = text.replaceAll("[ .-]", "").toUpperCase(Locale.ROOT);
        Pattern union = UNION.get(country);
        boolean fits =
                union == null
                        ? OTHERS.getOrDefault(country, ANY).matcher(id).matches()
                        : id.startsWith(prefix(country))
                                && union.matcher(id.substring(2)).matches();
        return fits ? Optional.of(id) : Optional.empty();
    }

    /** What its ids begin with; empty where that is not so. */
    static String prefix(String country) {
        return country.equals("GR") ? "EL" : inUnion(country) ? country : "";
    }

    private static Map.Entry<String, Pattern> form(String country, String form) {
        return Map.entry(country, Pattern.compile(form));
    }
}
