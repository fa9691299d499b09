package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Where and how it listens, whom it believes, and how it ends. */
class ListeningTests {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;

    @Test
    void certificateFilesMakeItHttpsWithHttp2() throws Exception {
        KeyStore store = selfSigned();
        Map<String, String> settings =
                Map.of(
                        "meterlark.tls.certificate",
                        pem("CERTIFICATE", store.getCertificate("own").getEncoded()).toString(),
                        "meterlark.tls.key",
                        pem("PRIVATE KEY", store.getKey("own", PASSWORD).getEncoded()).toString());
        try (IngressNode node = new IngressNode(folder.resolve("data"), settings)) {
            for (var version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
                HttpResponse<String> answer = ask(node, store, version);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.body())
                        .contains("\"x-forwarded-proto\":\"https\"")
                        .contains("\"x-amzn-tls-version\":\"TLSv1.3\"");
            }
        }
    }

    @Test
    void plainHttpBeyondThisMachineIsRefusedAtStart() {
        assertThatThrownBy(() -> start(Map.of("meterlark.ingress.address", "0.0.0.0")))
                .hasMessageContaining("meterlark.ingress.address is 0.0.0.0")
                .hasMessageContaining("meterlark.trusted-proxies")
                .hasMessageContaining("meterlark.insecure-http");
    }

    @Test
    void unlessThatIsWhatIsWanted() throws IOException {
        start(Map.of("meterlark.ingress.address", "0.0.0.0", "meterlark.insecure-http", "true"));
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (IngressNode first = new IngressNode(folder.resolve("first"))) {
            String port = String.valueOf(first.port());
            assertThatThrownBy(() -> start(Map.of("meterlark.ingress.port", port)))
                    .hasMessageContaining("meterlark.ingress.port " + port)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void theConsolesOwnSiteIsNoPlaceForFunctions() {
        assertThatThrownBy(
                        () ->
                                start(
                                        Map.of(
                                                "meterlark.ingress.domain",
                                                "fn.example.org",
                                                "meterlark.hosts",
                                                "console.example.org")))
                .hasMessageContaining("fn.example.org")
                .hasMessageContaining("console.example.org");
    }

    @Test
    void aTrustedProxySaysWhoTheClientIs() throws IOException {
        Map<String, String> settings = Map.of("meterlark.trusted-proxies", "127.0.0.1,10.0.0.0/8");
        try (IngressNode node = new IngressNode(folder.resolve("data"), settings)) {
            Wire.Answer event =
                    node.ask(
                            "GET / HTTP/1.1",
                            "Host: echo.acme.fn.localhost",
                            "X-Forwarded-For: 198.51.100.7, 203.0.113.9, 10.1.2.3",
                            "X-Forwarded-Proto: https");

            assertThat(event.body())
                    .contains("\"sourceIp\":\"203.0.113.9\"")
                    .contains("198.51.100.7, 203.0.113.9, 10.1.2.3, 127.0.0.1")
                    .contains("\"x-forwarded-proto\":\"https\"")
                    .contains("\"x-forwarded-port\":\"443\"");
        }
    }

    @Test
    void aStopWaitsForTheAnswersUnderWayAndTakesNothingNew() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        IngressNode node = new IngressNode(folder.resolve("data"));
        node.workers()
                .behave(
                        "says",
                        (_, _) -> {
                            begun.countDown();
                            await(goOn);
                            return new Ending.Succeeded(
                                    "\"last\"".getBytes(UTF_8), "application/json");
                        });
        try (Wire wire = node.connect()) {
            wire.send("GET / HTTP/1.1\r\nHost: says.acme.fn.localhost\r\n\r\n");
            begun.await();
            int port = node.port();
            Thread stopping = Thread.ofVirtual().start(node::close);
            Eventually.equal(true, () -> refuses(port));
            goOn.countDown();

            Wire.Answer last = wire.read();
            assertThat(last.body()).isEqualTo("last");
            assertThat(last.header("connection")).isEqualTo("close");
            stopping.join();
        }
    }

    private void start(Map<String, String> settings) throws IOException {
        new IngressNode(folder.resolve("data"), settings).close();
    }

    private static boolean refuses(int port) {
        try (Wire wire = new Wire(port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static HttpResponse<String> ask(
            IngressNode node, KeyStore store, HttpClient.Version version) throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trusting(store)).version(version).build()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://localhost:%d/acme/echo/"
                                                    .formatted(node.port())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("own.p12");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
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

    private Path pem(String kind, byte[] content) throws IOException {
        return Files.writeString(
                folder.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind));
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
