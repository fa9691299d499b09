package dev.meterlark.trigger.database;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate of a MariaDB or MySQL, looked at under the host's name before any password is
 * sent. The drivers, which know the address alone, trust this very certificate and no other; when
 * the database gets a new one they fail, and it is looked at again.
 */
record PinnedCertificate(X509Certificate certificate) {

    /** Of a file that holds nothing secret. */
    static final String PASSWORD = "public";

    private static final int HEADER = 4;
    private static final int MOST_GREETING = 1 << 16;
    private static final int CAPABILITIES =
            0x0000_0001 | 0x0000_0200 | 0x0000_0800 | 0x0000_8000 | 0x0008_0000;
    private static final int TLS_OFFERED = 0x0800;
    private static final int UTF8 = 45;
    private static final int REQUEST_LENGTH = 32;

    /**
     * @param socket connected to the address that was checked; closed here
     * @throws IOException when the certificate is not one to trust, or the other side talks
     *     strangely
     */
    static PinnedCertificate of(Socket socket, String host, Tls tls, int timeoutMillis)
            throws IOException {
        try (socket) {
            socket.setSoTimeout(timeoutMillis);
            greet(socket);
            SSLSocket secured =
                    (SSLSocket)
                            context(tls)
                                    .getSocketFactory()
                                    .createSocket(socket, host, socket.getPort(), true);
            if (tls.looksAtName()) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            secured.startHandshake();
            return new PinnedCertificate(
                    (X509Certificate) secured.getSession().getPeerCertificates()[0]);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be begun", e);
        }
    }

    /** Reads the server's greeting, and asks to go on in TLS. */
    private static void greet(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length =
                in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
        in.readUnsignedByte();
        if (length < 1 || length > MOST_GREETING) {
            throw new IOException("it does not greet as a MariaDB or MySQL does");
        }
        byte[] greeting = in.readNBytes(length);
        if (greeting.length < length || greeting[0] != 10) {
            throw new IOException("it does not greet as a MariaDB or MySQL does");
        }
        int end = 1;
        while (end < length && greeting[end] != 0) {
            end++;
        }
        int at = end + 1 + 4 + 8 + 1; // behind version, thread, salt and filler
        if (at + 1 >= length) {
            throw new IOException("it does not greet as a MariaDB or MySQL does");
        }
        int offered = (greeting[at] & 0xff) | (greeting[at + 1] & 0xff) << 8;
        if ((offered & TLS_OFFERED) == 0) {
            throw new TroubleException(
                    "the database does not offer TLS; with tls.mode=disable all goes in the clear");
        }
        OutputStream out = socket.getOutputStream();
        out.write(request());
        out.flush();
    }

    private static byte[] request() {
        byte[] packet = new byte[HEADER + REQUEST_LENGTH];
        packet[0] = REQUEST_LENGTH;
        packet[3] = 1;
        for (int i = 0; i < 4; i++) {
            packet[HEADER + i] = (byte) (CAPABILITIES >> 8 * i);
        }
        packet[HEADER + 7] = 1; // 16 MB, as the largest packet
        packet[HEADER + 8] = UTF8;
        return packet;
    }

    private static SSLContext context(Tls tls) throws GeneralSecurityException, IOException {
        List<X509Certificate> authorities = tls.authorities();
        @Nullable KeyStore trusted = authorities.isEmpty() ? null : store(authorities);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("certificate-" + i, certificates.get(i));
        }
        return store;
    }

    void writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store(List.of(certificate)).store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be written", e);
        }
    }
}
