package dev.meterlark.trigger.database;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that vouches for itself, for this machine's loopback.
 *
 * @param key readable by whoever runs the database
 */
record TestCertificate(Path certificate, Path key, String pem) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    static TestCertificate make(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "own",
                                "-keyalg",
                                "RSA",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-ext",
                                "bc=ca:true",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        if (made.waitFor() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        String pem = text("CERTIFICATE", store.getCertificate("own").getEncoded());
        Path certificate = Files.writeString(folder.resolve(name + ".crt"), pem);
        Path key =
                Files.writeString(
                        folder.resolve(name + ".key"),
                        text("PRIVATE KEY", store.getKey("own", PASSWORD).getEncoded()));
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-r--r--"));
        return new TestCertificate(certificate, key, pem);
    }

    private static String text(String kind, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        kind,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content),
                        kind);
    }
}
