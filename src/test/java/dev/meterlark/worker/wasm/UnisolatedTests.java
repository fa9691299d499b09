package dev.meterlark.worker.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Outlet;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.Reply;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Hosts as processes, on a machine where no OCI runtime works. */
@Tag("slow")
class UnisolatedTests {

    private static final byte[] ECHO =
            Wat.running("(call $put (i32.const 1) (i32.const 1024) (call $get))");

    @TempDir private Path folder;

    @Test
    void nothingIsOfferedUnlessItIsAskedFor() throws Exception {
        try (var sandboxes = sandboxes("data", "false")) {
            assertThat(sandboxes.runtimes()).isEmpty();
            assertThat(sandboxes.isolation().available()).isFalse();
            assertThatThrownBy(() -> sandboxes.start(spec(AccountId.random(), "a"), code(ECHO)))
                    .isInstanceOf(NoSandboxException.class);
        }
    }

    @Test
    void askedForItIsOfferedAndCalledWhatItIs() throws Exception {
        try (var sandboxes = sandboxes("data", "true")) {
            assertThat(sandboxes.isolation().tier()).isEqualTo("reduced");
            assertThat(sandboxes.runtimes())
                    .extracting(RuntimeOffer::name)
                    .containsExactly("wasm1");
            assertThat(call(sandboxes, spec(AccountId.random(), "a"), ECHO)).isEqualTo("event");
        }
    }

    @Test
    void theProcessHasNoPrivilegesAndNothingOfOurs() throws Exception {
        try (var sandboxes = sandboxes("data", "true");
                Sandbox slot = sandboxes.start(spec(AccountId.random(), "a"), code(ECHO))) {
            Path process = Path.of("/proc", slot.id().split("-")[1]);
            String status = Files.readString(process.resolve("status"));

            assertThat(status).contains("NoNewPrivs:\t1");
            assertThat(Files.readString(process.resolve("environ")).split("\0"))
                    .extracting(each -> each.replaceFirst("=.*", ""))
                    .containsExactlyInAnyOrder("PATH", "LANG", "AWS_LAMBDA_RUNTIME_API");
            if (System.getProperty("user.name").equals("root")) {
                assertThat(status)
                        .containsPattern("Uid:\t18[0-9]{8}\t")
                        .contains("CapEff:\t0000000000000000");
            }
        }
    }

    @Test
    void aHostThatIsKilledTakesItsFunctionsWithItAndTheNextCallGetsAnother() throws Exception {
        AccountId account = AccountId.random();
        try (var sandboxes = sandboxes("data", "true")) {
            Sandbox slot = sandboxes.start(spec(account, "a"), code(ECHO));
            ProcessHandle.of(Long.parseLong(slot.id().split("-")[1]))
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(get(slot.exit())).isEqualTo(new SandboxExit.Signalled(9));
            slot.close();
            assertThat(call(sandboxes, spec(account, "a"), ECHO)).isEqualTo("event");
        }
    }

    @Test
    void aHostThatDoesNotObeyIsEndedAfterTheGraceAndItsOtherFunctionsWithIt() throws Exception {
        AccountId account = AccountId.random();
        try (var sandboxes = sandboxes("data", "true", "1GB")) {
            Sandbox slot = sandboxes.start(spec(account, "a"), code(ECHO));
            Sandbox neighbour = sandboxes.start(spec(account, "b"), code(ECHO));
            assertThat(host(neighbour)).isEqualTo(host(slot));
            String process = slot.id().split("-")[1];
            assertThat(new ProcessBuilder("kill", "-STOP", process).start().waitFor()).isZero();

            slot.kill("a call's time was over");

            assertThat(get(slot.exit()))
                    .isEqualTo(new SandboxExit.EndedByPlatform("a call's time was over"));
            assertThat(get(neighbour.exit()).byFunction()).isFalse();
            List.of(slot, neighbour).forEach(Sandbox::close);
            assertThat(call(sandboxes, spec(account, "a"), ECHO)).isEqualTo("event");
        }
    }

    @Test
    void machineCodeIsKeptForTheAccountAndMadeAnewWhenItIsDamaged() throws Exception {
        AccountId account = AccountId.random();
        SandboxSpec spec = spec(account, "a");
        Path kept = folder.resolve("data/wasm/code").resolve(account.value().toString());
        try (var sandboxes = sandboxes("data", "true")) {
            sandboxes.prepare(spec, code(ECHO));
            await(() -> Files.isDirectory(kept) && files(kept).size() == 1);
        }
        byte[] good = Files.readAllBytes(files(kept).getFirst());

        for (byte[] bad : List.of("no jar at all".getBytes(UTF_8), damaged(good))) {
            Files.write(files(kept).getFirst(), bad);
            try (var sandboxes = sandboxes("data", "true")) {
                assertThat(call(sandboxes, spec, ECHO)).isEqualTo("event");
                await(() -> !Arrays.equals(read(files(kept).getFirst()), bad));
            }
        }
    }

    @Test
    void aFullHostGetsAnotherBesideItAndOneAtRestMakesRoomForOthers() throws Exception {
        AccountId account = AccountId.random();
        try (var sandboxes = sandboxes("data", "true")) { // two hosts, each for one module
            Sandbox first = sandboxes.start(spec(account, "a"), code(ECHO));
            Sandbox second = sandboxes.start(spec(account, "b"), code(ECHO));
            assertThat(host(second)).isNotEqualTo(host(first));
            SandboxSpec another = spec(AccountId.random(), "c");
            assertThatThrownBy(() -> sandboxes.start(another, code(ECHO)))
                    .hasMessageContaining("All 2 hosts");

            second.freeze();
            Sandbox third = sandboxes.start(another, code(ECHO));

            assertThat(get(second.exit()).byFunction()).isFalse();
            assertThat(host(third)).isNotIn(host(first), host(second));
            List.of(first, second, third).forEach(Sandbox::close);
        }
    }

    private static String host(Sandbox slot) {
        return slot.id().replaceFirst("-\\d+$", "");
    }

    private static byte[] damaged(byte[] jar) {
        byte[] damaged = jar.clone();
        for (int at = 100; at < damaged.length; at += 50) {
            damaged[at] ^= 0x55;
        }
        return damaged;
    }

    private String call(Sandboxes sandboxes, SandboxSpec spec, byte[] module) throws Exception {
        try (Sandbox slot = sandboxes.start(spec, code(module))) {
            assertThat(get(slot.conversation().ready())).isInstanceOf(Readiness.Ready.class);
            var request =
                    new RunRequest(
                            InvocationId.at(Instant.now()),
                            "event".getBytes(UTF_8),
                            "application/json",
                            "",
                            null);
            Reply reply =
                    get(
                            slot.conversation()
                                    .hand(request, spec.functionArn(), Instant.now(), Outlet.NONE)
                                    .reply());
            return new String(((Reply.Answered) reply).payload(), UTF_8);
        }
    }

    private Path code(byte[] module) throws IOException {
        Path code = Files.createDirectories(folder.resolve("code"));
        Files.write(code.resolve("function.wasm"), module);
        return code;
    }

    private WasmSandboxes sandboxes(String data, String wanted) throws IOException {
        return sandboxes(data, wanted, "512MB");
    }

    private WasmSandboxes sandboxes(String data, String wanted, String memory) throws IOException {
        var values =
                Map.of(
                        "meterlark.wasm.without-isolation",
                        wanted,
                        "meterlark.wasm.spare-hosts",
                        "0",
                        "meterlark.wasm.most-hosts",
                        "2",
                        "meterlark.wasm.host-memory",
                        memory);
        WasmProperties properties =
                new Binder(new MapConfigurationPropertySource(values))
                        .bindOrCreate("meterlark.wasm", WasmProperties.class);
        return new WasmSandboxes(
                new NoSandboxes(), properties, folder.resolve(data), InstantSource.system());
    }

    private static SandboxSpec spec(AccountId account, String name) {
        return new SandboxSpec(
                account,
                FunctionId.random(),
                1,
                name,
                "$LATEST",
                "arn:aws:lambda:local:000000000001:function:" + name,
                new CodeDigest("1".repeat(64)),
                "wasm1",
                "name",
                64,
                Duration.ofSeconds(20),
                1,
                Egress.NONE,
                Map.of());
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> !each.toString().endsWith(".part")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static final class NoSandboxes implements Sandboxes {

        @Override
        public List<RuntimeOffer> runtimes() {
            return List.of();
        }

        @Override
        public IsolationReport isolation() {
            return new IsolationReport("none", "nothing", "nothing works");
        }

        @Override
        public Sandbox start(SandboxSpec spec, Path code) throws NoSandboxException {
            throw new NoSandboxException("nothing works");
        }
    }
}
