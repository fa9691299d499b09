package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.JavaSources;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

@ExtendWith(SharedSandboxes.class)
@Tag("slow")
class LearningTests {

    private static final String LOOK =
            """
            package com.acme;
            public class Look implements java.util.function.Function<String, String> {
                public String apply(String name) {
                    try {
                        String maps = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/maps"));
                        return name + " " + maps.contains("/var/kept/cache")
                                + " " + maps.contains("/var/runtime/meterlark-runtime.aot");
                    } catch (java.io.IOException e) {
                        return e.toString();
                    }
                }
            }
            """;

    private final Isolation.Ready ready;
    private final RuntimeImage image;
    private final JavaCommand java;
    private final List<OciSandbox> born = new ArrayList<>();
    private final SandboxSpec spec;
    private Path code;
    private Path folder;

    LearningTests(OciSandboxes sandboxes) {
        String runtime = Running.runtime(sandboxes, "java");
        this.ready = Objects.requireNonNull(sandboxes.ready());
        this.image = Objects.requireNonNull(sandboxes.image(runtime));
        this.java = Objects.requireNonNull(image.java());
        this.spec = Running.spec(runtime, "com.acme.Look", 512, Map.of());
    }

    @BeforeEach
    void compile(@TempDir Path folder) throws IOException {
        this.folder = folder.resolve("starts");
        code = NodeFolder.makeFolder(folder.resolve("code"), "rwxr-xr-x");
        JavaSources.compile(code, "com.acme.Look", LOOK);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (OciSandbox each : born) {
            each.close();
            assertThat(Leftovers.of(each.id())).isEmpty();
        }
        Files.deleteIfExists(image.inRoot(JavaCommand.OWN_CACHE));
    }

    @Test
    void aPackageStartsByWhatItsStartBeforeHasWrittenDown() throws Exception {
        var kept = new KeptStarts(folder, 1 << 30);
        var key = KeptStarts.Key.of(spec, java);
        kept.keep(key, training(kept, Duration.ZERO).write(image, java, spec, code));

        try (var running = new Running(start(learning(Duration.ZERO)))) {
            assertThat(running.call("\"a\"")).isEqualTo("\"a true false\"");
            assertThat(running.printed()).isEmpty();
        }
    }

    @Test
    void whatDoesNotFitIsPassedOver() throws Exception {
        var kept = new KeptStarts(folder, 1 << 30);
        var key = KeptStarts.Key.of(spec, java);
        Path started = kept.begin(key);
        List<String> classPath = PackageJars.write(code, started, JavaCommand.KEPT);
        Files.writeString(started.resolve("cache"), "nothing that a JVM has written");
        kept.keep(key, KeptStarts.unfinished(started, classPath));

        try (var running = new Running(start(learning(Duration.ZERO)))) {
            assertThat(running.call("\"a\"")).isEqualTo("\"a false false\"");
            assertThat(running.printed()).isEmpty();
        }
    }

    @Test
    void aPackageThatLoadsAtOnceNeedsNone() throws Exception {
        Learning learning = learning(Duration.ofMinutes(1));

        learning.prepare(image, spec, code);

        assertThat(learning.start(image, spec, code)).isNull();
        assertThat(new KeptStarts(folder, 1).knows(KeptStarts.Key.of(spec, java))).isTrue();
    }

    @Test
    void aPackageThatCannotBeLoadedIsLeftToItsFirstCall() throws Exception {
        SandboxSpec broken = Running.spec(spec.runtime(), "com.acme.Missing", 512, Map.of());
        Learning learning = learning(Duration.ZERO);

        assertThatThrownBy(() -> learning.prepare(image, broken, code))
                .isInstanceOf(NoSandboxException.class)
                .hasMessageContaining("could not be loaded");

        assertThat(new KeptStarts(folder, 1).knows(KeptStarts.Key.of(broken, java))).isFalse();
    }

    @Test
    void theRuntimeItselfStartsByWhatItHasWrittenDown() throws Exception {
        learning(Duration.ZERO).trainRuntimes(List.of(image), () -> false);

        try (var running = new Running(ready.launcher().start(image, spec, code))) {
            assertThat(running.call("\"a\"")).isEqualTo("\"a false true\"");
        }
        Files.delete(image.inRoot(JavaCommand.OWN_CACHE));
        learning(Duration.ZERO).begin(List.of(image));
        assertThat(image.inRoot(JavaCommand.OWN_CACHE)).exists();
    }

    @Test
    void whatASandboxLeavesIsTakenOnlyWhenItIsAFileOfItsSize(@TempDir Path left) throws Exception {
        Path link = Files.createSymbolicLink(left.resolve("link"), Path.of("/etc/passwd"));
        Path large = Files.write(left.resolve("large"), new byte[2 << 20]);
        Path target = left.resolve("target");

        for (Path each : List.of(link, large, Files.createDirectory(left.resolve("folder")))) {
            assertThatThrownBy(() -> StartTraining.take(each, target, DataSize.ofMegabytes(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no file of at most 1048576B");
        }
        assertThat(target).doesNotExist();
    }

    private OciSandbox start(Learning learning) {
        OciSandbox sandbox = Objects.requireNonNull(learning.start(image, spec, code));
        born.add(sandbox);
        return sandbox;
    }

    private Learning learning(Duration worthwhile) throws IOException {
        return new Learning(ready.launcher(), folder, properties(worthwhile), born::add);
    }

    private StartTraining training(KeptStarts kept, Duration worthwhile) {
        return new StartTraining(ready.launcher(), kept, properties(worthwhile), born::add);
    }

    private static AotProperties properties(Duration worthwhile) {
        var values = Map.of("meterlark.sandbox.aot.worthwhile", worthwhile.toMillis() + "ms");
        return SharedSandboxes.properties(values).aot();
    }
}
