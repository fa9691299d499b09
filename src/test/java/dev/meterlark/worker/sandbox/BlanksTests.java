package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** With a runtime of a few lines of shell, so that it is the platform's part that is tested. */
@ExtendWith(SharedSandboxes.class)
@Tag("slow")
class BlanksTests {

    private static final String BOOTSTRAP =
            """
            exec 3<>/dev/tcp/127.0.0.1/9001
            printf 'GET /meterlark/specialization HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
            while read -r line <&3 && [ "$line" != $'\\r' ]; do
              case "$line" in [Cc]ontent-[Ll]ength:*) length="${line//[^0-9]/}";; esac
            done
            read -r -N "$length" environment <&3
            export environment
            exec bash /var/task/function.sh
            """;

    /** Answers each event by running it. */
    private static final String FUNCTION =
            """
            while true; do
              printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
              while read -r line <&3 && [ "$line" != $'\\r' ]; do
                line="${line%$'\\r'}"
                case "${line,,}" in
                  content-length:*) length="${line##* }";;
                  lambda-runtime-aws-request-id:*) id="${line##* }";;
                esac
              done
              read -r -N "$length" event <&3
              answer="$(eval "$event" 2>&1)"
              printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: x\\r\\n' "$id" >&3
              printf 'Content-Length: %d\\r\\n\\r\\n%s' "${#answer}" "$answer" >&3
              while read -r line <&3 && [ "$line" != $'\\r' ]; do
                case "${line,,}" in content-length:*) length="${line//[^0-9]/}";; esac
              done
              read -r -N "$length" accepted <&3
            done
            """;

    private final Isolation.Ready ready;
    private final List<OciSandbox> born = new CopyOnWriteArrayList<>();
    private final List<Blanks> begun = new ArrayList<>();

    BlanksTests(OciSandboxes sandboxes) {
        ready = Objects.requireNonNull(sandboxes.ready());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        begun.forEach(Blanks::close);
        born.forEach(OciSandbox::close);
        for (OciSandbox each : born) {
            assertThat(Leftovers.of(each.id())).isEmpty();
        }
    }

    @Test
    void aBlankOneBecomesAFunctionsSandbox(@TempDir Path folder) throws Exception {
        Path code = Running.code(folder.resolve("code"), "function.sh", FUNCTION);
        Blanks blanks = begin(Map.of(), image("own", false, BOOTSTRAP));
        OciSandbox blank = taken(blanks, image("own", false, BOOTSTRAP), 256);

        ready.launcher()
                .specialize(blank, Running.spec("own", "x.y", 192, Map.of("A", "b\"ö")), code);

        try (var running = new Running(blank)) {
            assertThat(running.call("cat /proc/mounts; pwd; ls /var/task"))
                    .containsPattern("(?m)^\\S+ /var/task \\S+ ro,nosuid,nodev")
                    .containsPattern("(?m)^tmpfs /tmp tmpfs rw,nosuid,nodev\\S*,size=98304k")
                    .contains("function.sh");
            assertThat(running.call("touch /var/task/x; ulimit -f; echo $environment"))
                    .contains("Read-only file system", String.valueOf(96 * 1024))
                    .contains("\"A\":\"b\\\"\\u00F6\"", "\"_HANDLER\":\"x.y\"")
                    .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\":\"192\"");
            assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("" + code);
        }
    }

    @Test
    void whatItTookWhileItWasBlankIsNotTheFunctions(@TempDir Path folder) throws Exception {
        Path code = Running.code(folder.resolve("code"), "function.sh", FUNCTION);
        String busy = "for ((i = 0; i < 300000; i++)); do x=$i; done\n" + BOOTSTRAP;
        RuntimeImage image = image("busy", false, busy);
        OciSandbox blank = taken(begin(Map.of(), image), image, 128);
        long before = blank.use().cpuMicros();

        ready.launcher().specialize(blank, Running.spec("busy", "x.y", 128, Map.of()), code);

        assertThat(blank.use().cpuMicros()).isLessThan(before / 2);
        assertThat(new Running(blank).call("echo well")).isEqualTo("well");
    }

    @Test
    void itsLimitsAreThoseOfTheFunction(@TempDir Path folder) throws Exception {
        Path code = Running.code(folder.resolve("code"), "function.sh", FUNCTION);
        RuntimeImage image = image("limited", false, BOOTSTRAP);
        OciSandbox blank = taken(begin(Map.of(), image), image, 128);

        ready.launcher().specialize(blank, Running.spec("limited", "x.y", 2000, Map.of()), code);
        Map<String, String> limits = LookingAround.limits(blank);

        if (limits.containsKey("memory.limit_in_bytes")) {
            assertThat(limits)
                    .containsEntry("memory.limit_in_bytes", String.valueOf(2000L << 20))
                    .containsEntry("cpu.shares", String.valueOf(2000 * 1024 / 1769))
                    .containsEntry("cpu.cfs_quota_us", String.valueOf(2000 * 100_000 / 1769));
        } else {
            assertThat(limits)
                    .containsEntry("memory.max", String.valueOf(2000L << 20))
                    .containsEntry("cpu.max", "%d 100000".formatted(2000 * 100_000 / 1769));
        }
    }

    @Test
    void whereTheProcessKnowsItsMemoryItFitsOneSizeOnly() {
        RuntimeImage image = image("sized", true, BOOTSTRAP);
        Blanks blanks = begin(Map.of(), image);
        await(() -> blanks.waiting() == 1);

        assertThat(blanks.take(image, 300)).isNull();
        await(() -> blanks.waiting() == 2);
        assertThat(blanks.take(image, 300)).isNotNull();
        assertThat(blanks.take(image, 128)).isNotNull();
    }

    @Test
    void asManyWaitAsWereWantedAtOnceUpToABound() {
        RuntimeImage image = image("wanted", false, BOOTSTRAP);
        Blanks blanks = begin(Map.of("most", "3"), image);
        await(() -> blanks.waiting() == 1);

        for (int i = 0; i < 5; i++) {
            blanks.take(image, 128);
        }

        await(() -> blanks.waiting() == 3);
        assertThat(born).hasSize(4);
    }

    @Test
    void whatIsWantedNoMoreIsEnded() {
        RuntimeImage image = image("forgotten", true, BOOTSTRAP);
        Blanks blanks = begin(Map.of("window", "2s"), image);
        await(() -> blanks.waiting() == 1);

        assertThat(blanks.take(image, 300)).isNull();

        await(() -> born.size() == 2);
        await(() -> born.stream().anyMatch(each -> each.exit().isDone()));
        assertThat(blanks.waiting()).isEqualTo(1);
        assertThat(Running.get(born.get(1).exit())).isInstanceOf(SandboxExit.EndedByPlatform.class);
    }

    @Test
    void thereIsNoneBeyondTheMemoryForAll() {
        RuntimeImage image = image("bounded", true, BOOTSTRAP);
        Blanks blanks = begin(Map.of("memory", "50MB"), image, image("second", true, "sleep 60"));
        await(() -> blanks.waiting() == 1);

        assertThat(blanks.take(image, 128)).isNotNull();
        assertThat(born).hasSize(1);
    }

    @Test
    void aRuntimeThatBreaksIsNotTriedAgainAtOnce() {
        RuntimeImage image = image("broken", false, "exit 3");
        Blanks blanks = begin(Map.of(), image);
        await(() -> born.size() == 1 && born.getFirst().exit().isDone());
        await(() -> born.size() == 2 && born.get(1).exit().isDone());

        assertThat(blanks.take(image, 128)).isNull();
        assertThat(blanks.waiting()).isZero();
    }

    @Test
    void oneThatEndsWhileItWaitsIsNeverTaken() throws Exception {
        RuntimeImage image = image("mortal", false, BOOTSTRAP);
        Blanks blanks = begin(Map.of(), image);
        await(() -> blanks.waiting() == 1);
        Kernel.kill(born.getFirst().pid());
        born.getFirst().thaw();
        Running.get(born.getFirst().exit());

        await(() -> blanks.waiting() == 0);
        assertThat(blanks.take(image, 128)).isNull();
    }

    private Blanks begin(Map<String, String> settings, RuntimeImage... images) {
        var all = new HashMap<String, String>();
        all.put("meterlark.sandbox.blank.first-after", "0s");
        settings.forEach((key, value) -> all.put("meterlark.sandbox.blank." + key, value));
        var properties = SharedSandboxes.properties(all).blank();
        var blanks = new Blanks(ready.launcher(), properties, each -> born.add(each));
        begun.add(blanks);
        blanks.begin(List.of(images));
        return blanks;
    }

    private static OciSandbox taken(Blanks blanks, RuntimeImage image, int memoryMiB) {
        await(() -> blanks.waiting() > 0);
        return Objects.requireNonNull(blanks.take(image, memoryMiB));
    }

    private RuntimeImage image(String name, boolean sized, String bootstrap) {
        return new RuntimeImage(
                new RuntimeOffer(name, "provided", "test"),
                ready.provided().rootfs(),
                ready.provided().mounts(),
                _ -> List.of("/bin/false"),
                new RuntimeImage.Ahead(_ -> List.of("/usr/bin/bash", "-c", bootstrap), sized, 128));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Running.SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
