package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.ControlReading.Holds;
import dev.meterlark.worker.sandbox.egress.Passage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * C23: functions that may connect to the internet, in real sandboxes, to a machine beside this one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressTests {

    private static final String NODE = "meterlark-egress-" + ProcessHandle.current().pid();
    private static final AccountId WITH_A_DATABASE = AccountId.random();
    private static final String FETCH =
            "exports.handler = async url => await (await fetch(url)).text();";
    private static final String HTTP_CLIENT =
            """
            import java.net.URI;
            import java.net.http.*;
            import java.util.function.Function;

            public class Fetch implements Function<String, String> {
                public String apply(String url) {
                    try {
                        return HttpClient.newHttpClient().send(
                                HttpRequest.newBuilder(URI.create(url)).build(),
                                HttpResponse.BodyHandlers.ofString()).body();
                    } catch (Exception e) {
                        return e.toString();
                    }
                }
            }
            """;

    private static final String REACHED = "reached " + TestNetwork.PUBLIC;

    private final AtomicInteger rebinds = new AtomicInteger();
    private TestNetwork network;
    private OciSandboxes sandboxes;
    private Path folder;
    private Probe probe;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        network = TestNetwork.open();
        var values =
                Map.of(
                        "meterlark.sandbox.egress.allowed[0]",
                        "%s %s %d"
                                .formatted(
                                        WITH_A_DATABASE.value(),
                                        TestNetwork.PRIVATE_NETWORK,
                                        network.port()),
                        "meterlark.sandbox.egress.bytes-per-call",
                        "8MB",
                        "meterlark.sandbox.egress.connections",
                        "20");
        sandboxes = new OciSandboxes(SharedSandboxes.properties(values), NODE, this::addresses);
        probe = Probe.startOutside(sandboxes, folder, AccountId.random());
    }

    @AfterAll
    void end() throws Exception {
        probe.close();
        sandboxes.close();
        network.close();
        assertThat(Leftovers.of(NODE)).isEmpty();
    }

    private List<InetAddress> addresses(String name) throws UnknownHostException {
        return switch (name) {
            case "public.test" -> literals(TestNetwork.PUBLIC);
            case "private.test" -> literals(TestNetwork.PRIVATE);
            case "metadata.test" -> literals("169.254.169.254");
            case "mixed.test" -> literals(TestNetwork.PRIVATE, TestNetwork.PUBLIC, "127.0.0.1");
            case "rebinding.test" ->
                    literals(
                            rebinds.getAndIncrement() == 0
                                    ? TestNetwork.PUBLIC
                                    : TestNetwork.PRIVATE);
            default -> throw new UnknownHostException(name);
        };
    }

    private static List<InetAddress> literals(String... texts) {
        return Stream.of(texts).map(InetAddress::ofLiteral).toList();
    }

    @Test
    void urllibReachesAPublicServerByAddressAndByName() {
        JsonNode answers =
                probe.ask("fetching", "urls", List.of(url(TestNetwork.PUBLIC), url("public.test")));

        assertThat(answers).allMatch(each -> each.asString().equals(REACHED));
    }

    @Test
    void nodesFetchDoes() throws Exception {
        Path code = Running.code(folder.resolve("node"), "index.js", FETCH);
        assertThat(fetched("nodejs", "index.handler", code)).contains(REACHED);
    }

    @Test
    void javasHttpClientDoes() throws Exception {
        Path code = Running.code(folder.resolve("java"), "Fetch.java", HTTP_CLIENT);
        compile(code.resolve("Fetch.java"));
        assertThat(fetched("java", "Fetch", code)).contains(REACHED);
    }

    @Test
    void aShellDoes() throws Exception {
        String script =
                """
                #!/bin/bash
                exec 4<>/dev/tcp/public.test/%d
                printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&4
                cat <&4
                exec sleep 60
                """
                        .formatted(network.port());
        Path code = Running.code(folder.resolve("shell"), "bootstrap", script);
        var program = new Running.Program("provided", "x", code, 128);
        try (Running shell = Running.startOutside(sandboxes, AccountId.random(), program)) {
            var said = new StringBuilder();
            await().until(() -> said.append(shell.printed()), text -> text.indexOf("reached") > 0);
        }
    }

    private static void compile(Path source) {
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", source.toString());
        assertThat(failed).isZero();
    }

    private String fetched(String family, String handler, Path code) throws Exception {
        String runtime = Running.runtime(sandboxes, family);
        var program = new Running.Program(runtime, handler, code, 256);
        try (Running running = Running.startOutside(sandboxes, AccountId.random(), program)) {
            return running.call("\"" + url("public.test") + "\"");
        }
    }

    @Test
    void noPrivateLinkLocalOrPlatformAddressIsReachedHoweverItIsWritten() throws Exception {
        assertThat(network.isThere(TestNetwork.PRIVATE)).isTrue();
        int there = network.port();
        try (ServerSocket ours = new ServerSocket(0)) {
            int here = ours.getLocalPort();
            var targets =
                    List.of(
                            List.of(TestNetwork.PRIVATE, there),
                            List.of("::ffff:" + TestNetwork.PRIVATE, there),
                            List.of("64:ff9b::" + TestNetwork.PRIVATE, there),
                            List.of("2002:ad5:702::1", there),
                            List.of("169.254.169.254", 80),
                            List.of("fd00:ec2::254", 80),
                            List.of(TestNetwork.OURS, here),
                            List.of("::ffff:" + TestNetwork.OURS, here),
                            List.of("127.0.0.1", here),
                            List.of("127.1.2.3", here),
                            List.of("0.0.0.0", here),
                            List.of("::", here),
                            List.of("::1", here),
                            List.of("172.17.0.1", 80),
                            List.of("192.168.0.1", 80),
                            List.of("100.64.0.1", 80),
                            List.of("198.18.0.1", 80),
                            List.of("224.0.0.1", 80),
                            List.of("255.255.255.255", 80),
                            List.of("fe80::1", 80),
                            List.of("127.0.0.1", WayOut.PORT));
            probe.ask("talking", "targets", targets)
                    .properties()
                    .forEach(
                            each ->
                                    assertThat(each.getValue().asString())
                                            .as(each.getKey())
                                            .isIn(
                                                    "EACCES",
                                                    "ECONNREFUSED",
                                                    "ECONNRESET",
                                                    "ENETUNREACH",
                                                    "EINVAL",
                                                    "EADDRNOTAVAIL"));
        }
    }

    @Test
    void otherSpellingsOfAnAddressAreThatAddress() {
        JsonNode answers =
                probe.ask(
                        "fetching",
                        "urls",
                        spellings(InetAddress.ofLiteral(TestNetwork.PRIVATE).getAddress())
                                .map(this::url)
                                .toList());

        assertThat(answers).allMatch(each -> each.asString().equals("EACCES"));
    }

    private static Stream<String> spellings(byte[] address) {
        int number = ByteBuffer.wrap(address).getInt();
        return Stream.of(
                "0x%08x".formatted(number),
                String.valueOf(number),
                "0%o.0%o.0%o.0%o".formatted(address[0], address[1], address[2], address[3]),
                "%d.%d".formatted(number >>> 24, number & 0xff_ffff));
    }

    @Test
    void aRedirectIsCheckedAsEveryConnectionIs() {
        String good = url(TestNetwork.PUBLIC) + "to/public.test:" + network.port();
        String bad = url(TestNetwork.PUBLIC) + "to/" + TestNetwork.PRIVATE + ":" + network.port();

        JsonNode answers = probe.ask("fetching", "urls", List.of(good, bad));

        assertThat(answers.get(good).asString()).isEqualTo(REACHED);
        assertThat(answers.get(bad).asString()).isEqualTo("EACCES");
    }

    @Test
    void namesOfAddressesThatCannotBeReachedAreNotThere() {
        JsonNode answers =
                probe.ask(
                        "resolving",
                        "names",
                        List.of("private.test", "metadata.test", "mixed.test", "nobody.test"));

        assertThat(answers.get("private.test").toString()).contains("not known");
        assertThat(answers.get("metadata.test").toString()).contains("not known");
        assertThat(answers.get("mixed.test").toString())
                .isEqualTo("[\"%s\"]".formatted(TestNetwork.PUBLIC));
        assertThat(answers.get("nobody.test").toString()).contains("not known");
    }

    @Test
    void aNameThatChangesItsAddressOpensNothing() {
        assertThat(probe.ask("resolving", "names", List.of("rebinding.test")).toString())
                .contains(TestNetwork.PUBLIC);

        assertThat(probe.ask("fetching", "urls", List.of(url("rebinding.test"))).toString())
                .doesNotContain("reached");
    }

    @Test
    void onlyAddressesAreToldOfNames() {
        String text = "000701000001000000000000067075626c6963047465737400" + "00100001";
        String answer = probe.ask("asking_for", "server", "127.0.0.1", "query", text).asString();

        assertThat(answer).startsWith("00078184").hasSize(text.length()); // not implemented
        assertThat(probe.ask("asking_for", "server", TestNetwork.PUBLIC, "query", text).asString())
                .isEqualTo("ECONNREFUSED");
    }

    @Test
    void whatTheOperatorAllowedAnAccountIsReachedByItAndItsPortsOnly() throws Exception {
        try (Probe allowed = Probe.startOutside(sandboxes, folder, WITH_A_DATABASE)) {
            String database = url(TestNetwork.PRIVATE);
            assertThat(allowed.ask("fetching", "urls", List.of(database, url("private.test"))))
                    .allMatch(each -> each.asString().equals("reached " + TestNetwork.PRIVATE));
            assertThat(
                            allowed.ask(
                                            "talking",
                                            "targets",
                                            List.of(
                                                    List.of(TestNetwork.PRIVATE, 22),
                                                    List.of("10.1.1.1", network.port())))
                                    .toString())
                    .doesNotContain("reached")
                    .contains("ECONNRESET", "EACCES");
        }
        assertThat(probe.ask("fetching", "urls", List.of(url(TestNetwork.PRIVATE))).toString())
                .contains("EACCES");
    }

    @Test
    void nothingListensThereIsSaidAsAReset() {
        var targets = List.of(List.of(TestNetwork.PUBLIC, 1));
        assertThat(probe.ask("talking", "targets", targets).toString()).contains("ECONNRESET");
    }

    @Test
    void bytesAreCountedAndBoundedForEachCall() throws Exception {
        try (Probe counted = Probe.startOutside(sandboxes, folder, AccountId.random())) {
            counted.ask("uploading", "url", url(TestNetwork.PUBLIC), "size", 1 << 20);
            assertThat(counted.sandbox().takeSentBytes()).isBetween(1L << 20, (1L << 20) + 4096);
            assertThat(counted.sandbox().takeSentBytes()).isZero();

            String large = url(TestNetwork.PUBLIC) + "bytes/" + (64 << 20);
            JsonNode cut = counted.ask("downloading", "url", large);
            assertThat(cut.get("end").asString()).isNotEqualTo("whole");
            assertThat(cut.get("bytes").asLong()).isBetween(1L << 20, 9L << 20);
            assertThat(counted.ask("fetching", "urls", List.of(url(TestNetwork.PUBLIC))).toString())
                    .doesNotContain("reached");

            counted.sandbox().takeSentBytes();
            assertThat(counted.ask("fetching", "urls", List.of(url(TestNetwork.PUBLIC))).toString())
                    .contains("reached");
        }
    }

    @Test
    void aFloodOfConnectionsWaitsAndHarmsNobody() throws Exception {
        try (Probe flooding = Probe.startOutside(sandboxes, folder, AccountId.random())) {
            flooding.begin(
                    "connection_flood",
                    "host",
                    TestNetwork.PUBLIC,
                    "port",
                    network.port(),
                    "count",
                    900);
            for (int i = 0; i < 20; i++) {
                assertThat(probe.ask("fetching", "urls", List.of(url("public.test"))).toString())
                        .contains("reached");
            }
        }
    }

    @Test
    void aSandboxCannotChangeItsNetwork() {
        JsonNode answers = probe.ask("network_changes");

        assertThat(answers).hasSize(8);
        answers.properties()
                .forEach(
                        each ->
                                assertThat(each.getValue().asString())
                                        .as(each.getKey())
                                        .isIn("EPERM", "EACCES"));
    }

    @Test
    void aSandboxThatRunsAlreadyCanBeOpened() throws Exception {
        try (Probe late = Probe.start(sandboxes, folder)) {
            var urls = List.of(url("public.test"));
            assertThat(late.ask("fetching", "urls", urls).toString()).doesNotContain("reached");

            var ways = requireNonNull(sandboxes.ready()).launcher().ways();
            var path = ((OciSandbox) late.sandbox()).network();
            try (Passage way = ways.open(path, AccountId.random())) {
                assertThat(late.ask("fetching", "urls", urls).toString()).contains("reached");
                assertThat(way.takeSentBytes()).isPositive();
            }
            assertThat(late.ask("fetching", "urls", urls).toString()).doesNotContain("reached");
        }
    }

    @Test
    void whoIsNotGrantedANetworkStillHasNone() throws Exception {
        try (Probe closed = Probe.start(sandboxes, folder)) {
            assertThat(closed.ask("fetching", "urls", List.of(url(TestNetwork.PUBLIC))).toString())
                    .contains("ENETUNREACH");
            assertThat(closed.ask("resolving", "names", List.of("public.test")).toString())
                    .doesNotContain(TestNetwork.PUBLIC);
        }
    }

    @Test
    void theReportSaysThatANetworkCanBeGranted() {
        sandboxes.runtimes();
        assertThat(await().until(() -> sandboxes.isolation().controls(), c -> !c.isEmpty()))
                .filteredOn(each -> each.control().equals("C23"))
                .singleElement()
                .satisfies(each -> assertThat(each.holds()).isEqualTo(Holds.YES));
    }

    private String url(String host) {
        return "http://%s:%d/".formatted(host, network.port());
    }
}
