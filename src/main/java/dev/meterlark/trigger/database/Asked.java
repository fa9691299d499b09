package dev.meterlark.trigger.database;

import java.util.regex.Pattern;

/** What may be asked for as a place: it ends in an address that a driver takes apart again. */
final class Asked {

    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?");
    private static final Pattern ADDRESS_OF_IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_$-]{1,63}");
    private static final Pattern TABLE =
            Pattern.compile("([A-Za-z0-9_$]{1,64}\\.)?[A-Za-z0-9_$]{1,64}");
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST_SHOWN = 80;

    private Asked() {}

    static String host(String host) {
        if (host.contains("://") || host.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "host is a name or an address alone, not a connection string; port, database,"
                            + " user and password have members of their own");
        }
        if (host.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "host may hold no user; it goes into 'user', its password into 'password'");
        }
        if (host.indexOf(',') >= 0) {
            throw new IllegalArgumentException("host is one host, was a list: " + shown(host));
        }
        if (host.matches("[^:\\[\\]]+:\\d+")) {
            throw new IllegalArgumentException(
                    "host may hold no port; it goes into 'port', was: " + shown(host));
        }
        boolean ipv6 = host.indexOf(':') >= 0 && ADDRESS_OF_IPV6.matcher(host).matches();
        if (!ipv6 && !HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host is a name or an address, was: " + shown(host));
        }
        return host;
    }

    static int port(int port) {
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "port is 1 to %d, was: %d".formatted(MOST_PORT, port));
        }
        return port;
    }

    static String database(String database) {
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "database is its name: up to 63 letters, digits, '_', '-' and '$', was: "
                            + shown(database));
        }
        return database;
    }

    /** With its schema or database, or without. */
    static String table(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "a table is named as schema.table or table, in letters, digits, '_' and '$',"
                            + " was: "
                            + shown(table));
        }
        return table;
    }

    static String shown(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= LONGEST_SHOWN
                ? printable
                : printable.substring(0, LONGEST_SHOWN) + "…";
    }
}
