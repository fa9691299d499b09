package dev.meterlark.network;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;

/** Why a connection failed, in words that tell a tenant nothing of the platform's own network. */
final class Reasons {

    private static final int LONGEST = 200;

    private Reasons() {}

    static String of(IOException e) {
        return switch (e) {
            case ConnectException _ -> "the connection was refused";
            case NoRouteToHostException _ -> "the host cannot be reached";
            case SSLException _ ->
                    isOfCertificate(e) ? "its certificate is not valid" : "TLS failed";
            case SocketException _ -> "the connection broke";
            default -> cut(String.valueOf(e.getMessage()));
        };
    }

    private static boolean isOfCertificate(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof CertificateException
                    || each instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
