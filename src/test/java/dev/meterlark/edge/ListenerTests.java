package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** How it listens, each on a server that was started for it. */
class ListenerTests {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;

    @Test
    void certificateFilesMakeItHttps() throws Exception {
        KeyStore store = selfSigned();
        Path certificate =
                pem("certificate.pem", "CERTIFICATE", store.getCertificate("own").getEncoded());
        Path key = pem("key.pem", "PRIVATE KEY", store.getKey("own", PASSWORD).getEncoded());

        try (var server =
                started("meterlark.tls.certificate=" + certificate, "meterlark.tls.key=" + key)) {
            HttpResponse<String> page =
                    HttpClient.newBuilder()
                            .sslContext(trusting(store))
                            .build()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "https://localhost:%d/sample/room"
                                                                    .formatted(port(server))))
                                            .header("Accept", "text/html")
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(303);
            assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }

    @Test
    void plainHttpBeyondThisMachineIsRefusedAtStart() {
        assertThatThrownBy(() -> started("server.address=0.0.0.0").close())
                .rootCause()
                .hasMessageContaining("server.address is 0.0.0.0")
                .hasMessageContaining("meterlark.tls.certificate")
                .hasMessageContaining("meterlark.trusted-proxies")
                .hasMessageContaining("meterlark.insecure-http");
    }

    @Test
    void unlessThatIsWhatIsWanted() throws Exception {
        try (var server = started("server.address=0.0.0.0", "meterlark.insecure-http=true")) {
            assertThat(RawHttp.ask(port(server), "GET /sample/room HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 303");
        }
    }

    @Test
    void onlyATrustedProxySaysWhoTheClientIs() throws Exception {
        String[] request = {
            "GET /api/v1/sample/open HTTP/1.1",
            "Host: console.example",
            "X-Forwarded-For: 198.51.100.7, 203.0.113.9, 10.1.2.3",
            "X-Forwarded-Proto: https"
        };
        try (var server =
                started(
                        "meterlark.trusted-proxies=127.0.0.1,10.0.0.0/8",
                        "meterlark.hosts=console.example")) {
            assertThat(RawHttp.ask(port(server), request)).contains("203.0.113.9");
            assertThat(RawHttp.ask(port(server), "GET /sample/room HTTP/1.1", "Host: evil.example"))
                    .startsWith("HTTP/1.1 421");
        }
        try (var server =
                started("meterlark.trusted-proxies=192.0.2.1", "meterlark.hosts=console.example")) {
            assertThat(RawHttp.ask(port(server), request)).contains("127.0.0.1");
        }
    }

    private ConfigurableApplicationContext started(String... settings) {
        List<String> arguments = new ArrayList<>();
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        arguments.add("--server.port=0");
        arguments.add("--meterlark.data=" + folder.resolve("data"));
        arguments.add("--meterlark.database.url=jdbc:h2:mem:" + UUID.randomUUID());
        return new SpringApplicationBuilder(EdgeModule.class).run(arguments.toArray(String[]::new));
    }

    private static int port(ConfigurableApplicationContext server) {
        return Objects.requireNonNull(((ServletWebServerApplicationContext) server).getWebServer())
                .getPort();
    }

    private KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("own.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                "own",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(made.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private Path pem(String name, String kind, byte[] content) throws Exception {
        String text =
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
        return Files.writeString(folder.resolve(name), text);
    }

    private static SSLContext trusting(KeyStore store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", store.getCertificate("own"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
