package dev.meterlark.trigger.database;

import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.net.ssl.SSLException;

/**
 * Turns what a driver or the engine threw into words. What the database itself said is shown: it is
 * the tenant's own.
 */
final class Troubles {

    private static final int LONGEST = 300;

    private static final Map<String, String> BY_STATE =
            Map.of(
                    "28P01", "the database does not take this user and password",
                    "28000", "the database does not let this user in",
                    "3D000", "there is no such database",
                    "42P01", "a table is not there any more",
                    "53300", "the database has no connection to spare",
                    "53400",
                            "the database has no replication slot to spare (max_replication_slots)",
                    "55006", "the replication slot is in use by another connection",
                    "57P01", "the database was shut down",
                    "57P03", "the database is starting up or shutting down");

    private Troubles() {}

    static TroubleException of(Throwable e) {
        if (e instanceof TroubleException trouble) {
            return trouble;
        }
        List<Throwable> chain = chain(e);
        for (Throwable each : chain) {
            if (each instanceof TroubleException trouble) {
                return trouble;
            }
        }
        String network = ofNetwork(chain);
        if (network != null) {
            return new TroubleException(network, e);
        }
        for (Throwable each : chain) {
            if (each instanceof SQLException sql) {
                return new TroubleException(ofDatabase(sql), e);
            }
        }
        return new TroubleException(cut(deepest(chain)), e);
    }

    private static String ofDatabase(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String known = BY_STATE.get(state);
        String said = cut(String.valueOf(e.getMessage()));
        return known == null ? "the database says: " + said : known + " (" + said + ")";
    }

    private static @Nullable String ofNetwork(List<Throwable> chain) {
        for (Throwable each : chain) {
            if (each instanceof CertificateException
                    || each instanceof CertPathValidatorException) {
                return "the database's certificate is not one that tls.caCertificate vouches for";
            }
        }
        for (Throwable each : chain) {
            String said = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
            if (said.contains("could not be verified by hostnameverifier")
                    || said.contains("no subject alternative")) {
                return "the database's certificate is for another name than 'host'";
            }
            if (said.contains("does not support ssl")) {
                return "the database does not offer TLS; with tls.mode=disable all goes in the"
                        + " clear";
            }
            if (each instanceof ConnectException || each instanceof NoRouteToHostException) {
                return "nothing answers at this host and port";
            }
            if (each instanceof SocketTimeoutException
                    || said.contains("connection attempt timed out")) {
                return "the database did not answer in time";
            }
            if (each instanceof SSLException) {
                return "TLS failed: " + cut(String.valueOf(each.getMessage()));
            }
        }
        return null;
    }

    private static String deepest(List<Throwable> chain) {
        Throwable last = chain.getLast();
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }

    private static List<Throwable> chain(Throwable e) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = e; each != null && chain.size() < 20; each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }

    static String cut(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
