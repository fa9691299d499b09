package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.story.Api.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The attack probes of docs/isolation.md through the whole platform, beside an account whose calls
 * go on. After each the canary is well, the record is true and nothing of the attack is left.
 */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbesTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int TIMEOUT_SECONDS = 3;
    private static final int GRACE_MILLIS = 1000;

    private static final AtomicInteger MARKS = new AtomicInteger();

    private final PlatformProcess platform;
    private final Api attacker;
    private Canary canary;

    /** A name that the attack's processes have on the machine. */
    private String mark = "";

    ProbesTests(PlatformProcess platform) {
        this.platform = platform;
        attacker = Api.signUp(platform, "attacker");
    }

    @BeforeAll
    void start() {
        canary = Canary.start(platform);
    }

    @BeforeEach
    void chooseMark() {
        mark = "m%d-%d".formatted(ProcessHandle.current().pid(), MARKS.incrementAndGet());
    }

    @AfterAll
    void end() throws Exception {
        canary.isWell();
        canary.close();
    }

    /**
     * @param probes numbers of docs/isolation.md
     * @param outcomes each code of a problem that it may end with; {@code ok} for an answer
     */
    record Attack(String name, String probes, int memoryMb, List<String> outcomes) {

        @Override
        public String toString() {
            return name + " (" + probes + ")";
        }
    }

    static List<Attack> attacks() {
        return List.of(
                bomb("fork_bomb", "1", "function.error", "function.timeout"),
                bomb("shell_bomb", "1", "function.timeout", "ok"),
                bomb("daemons", "1", "ok", "function.timeout"),
                bomb("thread_bomb", "2", "ok", "function.error"),
                attack("memory_bomb", "3", 128, "function.out-of-memory", "function.timeout"),
                attack("file_bomb", "3, 5", 128, "function.out-of-memory", "function.timeout"),
                attack("spin", "7", 128, "function.timeout"),
                attack("odd_output", "9", 128, "ok"),
                attack("endless_line", "9", 128, "function.timeout"),
                attack("flood_later", "10", 128, "ok"),
                attack("connection_flood", "13", 128, "ok", "function.timeout"),
                attack("set_clock", "37", 128, "ok"),
                attack("kill_everything", "39", 128, "ok"),
                attack("answer_twice", "60, 67", 128, "ok"),
                attack("wander", "63, 69", 128, "ok"),
                attack("forged_lines", "70", 128, "ok"),
                attack("deep_answer", "72", 128, "ok", "function.error"),
                attack("large_error", "73", 256, "function.error"));
    }

    /**
     * What multiplies meets the bound of its processes or that of its memory, whichever is first.
     */
    private static Attack bomb(String name, String probes, String... outcomes) {
        return new Attack(
                name,
                probes,
                256,
                Stream.concat(Stream.of(outcomes), Stream.of("function.out-of-memory")).toList());
    }

    private static Attack attack(String name, String probes, int memoryMb, String... outcomes) {
        return new Attack(name, probes, memoryMb, List.of(outcomes));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackHarmsItsOwnAccountOnly(Attack attack) throws Exception {
        String function = deploy(attack.name(), attack.memoryMb());

        Answer answer = attacker.invoke(function, event(attack.name(), Map.of()));

        String outcome = answer.status() == 200 ? "ok" : answer.code();
        assertThat(outcome).as(answer.body()).isIn(attack.outcomes());
        theRecordIsTrue(answer, outcome);
        canary.isWell();
        nothingIsLeftOf(function);
    }

    @Test
    void p37p60p63WhatTheRuntimeApiAndTheClockRefuseIsSeenInside() throws Exception {
        assertThat(answer("set_clock")).isEqualTo("[\"EPERM\",\"EPERM\"]");
        assertThat(answer("answer_twice")).isEqualTo("\"the child's\"");
        assertThat(answer("wander"))
                .matches("\\[(404|405|400|403|414|431)(,(404|405|400|403|414|431)){7}]");
    }

    @Test
    void p58p59NobodyAnswersForAnotherCall() throws Exception {
        String function = deploy("answer_others", 128);
        String before =
                attacker.invoke(function, event("set_clock", Map.of()))
                        .header("Meterlark-Invocation-Id");

        Answer answer =
                attacker.invoke(
                        function,
                        event(
                                "answer_others",
                                Map.of(
                                        "ids",
                                        List.of(before, "0192f0b1-c2d3-7abc-8123-456789abcdef"))));

        assertThat(answer.json().toString()).isEqualTo("[400,400,400,403]");
        canary.isWell();
        nothingIsLeftOf(function);
    }

    @Test
    void p51p53ThePlatformIsReachedByNoFunction() throws Exception {
        for (String egress : List.of("none", "internet")) {
            String function = deploy("reach", 128);
            attacker.patch("/functions/" + function, "{\"egress\": \"%s\"}".formatted(egress));
            Answer answer =
                    attacker.invoke(
                            function, event("reach", Map.of("targets", targets().toList())));

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json())
                    .isNotEmpty()
                    .allMatch(
                            each ->
                                    each.asString()
                                            .matches(
                                                    "ECONNREFUSED|ECONNRESET|EACCES|ENETUNREACH|EADDRNOTAVAIL|EINVAL"));
            nothingIsLeftOf(function);
        }
        canary.isWell();
    }

    /** Every address of this machine at each port of the platform, and the usual others. */
    private Stream<List<Object>> targets() throws Exception {
        List<Integer> ports = List.of(platform.address().getPort(), platform.functions().getPort());
        Stream<String> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .map(address -> address.getHostAddress().replaceFirst("%.*", ""));
        Stream<String> others =
                Stream.of("0.0.0.0", "::ffff:127.0.0.1", "169.254.169.254", "fd00:ec2::254");
        return Stream.concat(own, others)
                .flatMap(host -> ports.stream().map(port -> List.<Object>of(host, port)));
    }

    private String answer(String what) throws IOException {
        String function = deploy(what, 128);
        String body = attacker.invoke(function, event(what, Map.of())).json().toString();
        attacker.delete("/functions/" + function);
        return body;
    }

    private String deploy(String attack, int memoryMb) throws IOException {
        String name = attack.replace('_', '-');
        attacker.deploy(
                name, "python", "app.handler", memoryMb, TIMEOUT_SECONDS, resource("attacks.py"));
        return name;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ProbesTests.class.getResourceAsStream("/probes/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String event(String what, Map<String, Object> arguments) {
        Map<String, Object> event = new LinkedHashMap<>(arguments);
        event.put("do", what);
        event.put("mark", mark);
        return JSON.writeValueAsString(event);
    }

    private void theRecordIsTrue(Answer answer, String outcome) {
        String path = "/invocations/" + answer.header("Meterlark-Invocation-Id");
        JsonNode kept =
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> attacker.get(path), each -> each.status() == 200)
                        .json();
        assertThat(kept.path("status").asString())
                .isEqualTo(outcome.equals("ok") ? "succeeded" : "failed");
        assertThat(kept.at("/error/code").asString(outcome)).isEqualTo(outcome);
        assertThat(kept.path("billedMs").asLong())
                .isEqualTo(Long.parseLong(answer.header("Meterlark-Billed-Ms")))
                .isBetween(1L, 10_000L + TIMEOUT_SECONDS * 1000 + GRACE_MILLIS);
        assertThat(kept.at("/phases/runMs").asDouble()).isPositive();
        assertThat(kept.at("/price/amount").asString()).isNotEqualTo("0");
    }

    private void nothingIsLeftOf(String function) {
        assertThat(attacker.delete("/functions/" + function).status()).isLessThan(300);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processesWithTheMark()).isEmpty());
    }

    private List<Path> processesWithTheMark() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(this::hasTheMark)
                    .toList();
        }
    }

    private boolean hasTheMark(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip().equals(mark);
        } catch (IOException gone) {
            return false;
        }
    }
}
