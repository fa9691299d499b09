package dev.meterlark.edge;

/**
 * The names of the console's cookies, with and without TLS. Browsers send cookies to every port of
 * a host, so that whoever serves others there keeps these out, both ways.
 */
public final class ConsoleCookies {

    static final String SESSION = "meterlark-session";
    static final String SECURED_SESSION = "__Host-session";
    static final String VISITOR = "meterlark-visitor";
    static final String SECURED_VISITOR = "__Host-visitor";

    private static final String DEPARTURE = "meterlark-departure";
    private static final String SECURED_DEPARTURE = "__Host-departure";

    private ConsoleCookies() {}

    /** Of a browser that is on its way to the identity provider and back. */
    public static String departure(boolean secured) {
        return secured ? SECURED_DEPARTURE : DEPARTURE;
    }

    /**
     * Whether this is one of them, in whatever spelling a browser might take for it.
     *
     * @param cookie as in a Cookie header, or the beginning of a Set-Cookie header
     */
    public static boolean isOne(String cookie) {
        int from = 0;
        while (from < cookie.length()
                && (cookie.charAt(from) == '=' || cookie.charAt(from) <= ' ')) {
            from++; // a cookie without a name is sent as if its value were name and value
        }
        int end = from;
        while (end < cookie.length() && cookie.charAt(end) != '=' && cookie.charAt(end) != ';') {
            end++;
        }
        String name = cookie.substring(from, end).strip();
        return name.equalsIgnoreCase(SESSION)
                || name.equalsIgnoreCase(SECURED_SESSION)
                || name.equalsIgnoreCase(VISITOR)
                || name.equalsIgnoreCase(SECURED_VISITOR)
                || name.equalsIgnoreCase(DEPARTURE)
                || name.equalsIgnoreCase(SECURED_DEPARTURE);
    }
}
