package dev.meterlark.ingress;

import java.util.Arrays;
import java.util.Set;

/** Which host names browsers take for one site, whose pages and cookies can reach each other. */
final class Sites {

    private static final String ON_THIS_MACHINE = "localhost";

    /** Below these, in countries that have them, names are given to anyone. */
    private static final Set<String> GIVEN_BELOW =
            Set.of(
                    "ac", "co", "com", "edu", "go", "gob", "gov", "id", "ltd", "me", "mil", "ne",
                    "net", "nom", "or", "org", "plc", "sch");

    private Sites() {}

    /**
     * Refuses to serve functions where their pages would be of the console's site.
     *
     * @throws IllegalStateException naming both
     */
    static void requireApart(String domain, Set<String> consoleHosts) {
        String functions = site(domain);
        for (String host : consoleHosts) {
            boolean alike = site(host).equals(functions) || host.equalsIgnoreCase(domain);
            if (alike && !functions.equals(ON_THIS_MACHINE)) {
                throw new IllegalStateException(
                        "meterlark.ingress.domain is %s and the console is at %s: browsers take both for one site (%s), so that a function's page could reach the console's cookies; give functions a domain of their own"
                                .formatted(domain, host, functions));
            }
        }
    }

    /** The domain that someone has registered, as far as it can be told without a list of them. */
    static String site(String host) {
        String[] labels = host.split("\\.");
        int last = labels.length - 1;
        if (labels[last].equals(ON_THIS_MACHINE)) {
            return ON_THIS_MACHINE;
        }
        if (last < 1) {
            return host;
        }
        boolean country = labels[last].length() == 2 && GIVEN_BELOW.contains(labels[last - 1]);
        int from = Math.max(0, last - (country ? 2 : 1));
        return String.join(".", Arrays.copyOfRange(labels, from, labels.length));
    }
}
