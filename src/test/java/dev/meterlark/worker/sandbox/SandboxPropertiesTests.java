package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class SandboxPropertiesTests {

    @Test
    void theDefaultsAreTheDesigns() {
        var defaults = SharedSandboxes.properties(Map.of());

        assertThat(defaults)
                .isEqualTo(
                        new SandboxProperties(
                                List.of("crun", "runc", "runsc"),
                                Path.of("/run"),
                                DataSize.ofMegabytes(256),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                256,
                                1024,
                                DataSize.ofMegabytes(512),
                                16384,
                                DataSize.ofMegabytes(16),
                                DataSize.ofKilobytes(256),
                                DataSize.ofMegabytes(8),
                                2,
                                "",
                                "",
                                List.of(),
                                defaults.aot(),
                                defaults.blank(),
                                defaults.relay(),
                                defaults.egress()));
    }

    @Test
    void everySettingIsRead() {
        var read =
                SharedSandboxes.properties(
                        Map.ofEntries(
                                Map.entry("meterlark.sandbox.oci-runtimes", "runsc,runc"),
                                Map.entry("meterlark.sandbox.folder", "/mnt"),
                                Map.entry("meterlark.sandbox.folder-size", "65MB"),
                                Map.entry("meterlark.sandbox.start-timeout", "11s"),
                                Map.entry("meterlark.sandbox.trial-timeout", "12s"),
                                Map.entry("meterlark.sandbox.processes", "17"),
                                Map.entry("meterlark.sandbox.open-files", "65"),
                                Map.entry("meterlark.sandbox.tmp", "2MB"),
                                Map.entry("meterlark.sandbox.tmp-files", "66"),
                                Map.entry("meterlark.sandbox.shared-memory", "3MB"),
                                Map.entry("meterlark.sandbox.printed-bytes", "4KB"),
                                Map.entry("meterlark.sandbox.printed-per-second", "5MB"),
                                Map.entry("meterlark.sandbox.api-threads", "3"),
                                Map.entry("meterlark.sandbox.node", "/n"),
                                Map.entry("meterlark.sandbox.python", "/p"),
                                Map.entry("meterlark.sandbox.java-homes", "/a,/b")));

        assertThat(read)
                .isEqualTo(
                        new SandboxProperties(
                                List.of("runsc", "runc"),
                                Path.of("/mnt"),
                                DataSize.ofMegabytes(65),
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12),
                                17,
                                65,
                                DataSize.ofMegabytes(2),
                                66,
                                DataSize.ofMegabytes(3),
                                DataSize.ofKilobytes(4),
                                DataSize.ofMegabytes(5),
                                3,
                                "/n",
                                "/p",
                                List.of(Path.of("/a"), Path.of("/b")),
                                read.aot(),
                                read.blank(),
                                read.relay(),
                                read.egress()));
    }

    @ParameterizedTest
    @CsvSource({
        "folder, run",
        "folder-size, 63MB",
        "start-timeout, 0s",
        "trial-timeout, 301s",
        "processes, 15",
        "open-files, 63",
        "tmp, 11GB",
        "tmp-files, 63",
        "shared-memory, 2GB",
        "printed-bytes, 17MB",
        "printed-per-second, 1KB",
        "api-threads, 0"
    })
    void aValueOutOfRangeIsRefusedByKeyAndValue(String key, String value) {
        assertThatThrownBy(
                        () -> SharedSandboxes.properties(Map.of("meterlark.sandbox." + key, value)))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meterlark.sandbox." + key);
    }

    @Test
    void aNodeIsNamedAfterItsData() {
        assertThat(SandboxConfiguration.node(Path.of("/data")))
                .matches("meterlark-[0-9a-f]{10}")
                .isEqualTo(SandboxConfiguration.node(Path.of("/x/../data")))
                .isNotEqualTo(SandboxConfiguration.node(Path.of("/other")));
    }

    @ParameterizedTest
    @CsvSource({
        "runc, runc version 1.1.5+ds1, true",
        "runc, runc version 1.2.7, true",
        "runc, runc version 1.2.8, false",
        "runc, runc version 1.3.2, true",
        "runc, runc version 1.3.3, false",
        "runc, runc version 1.4.0, false",
        "crun, crun version 1.8.1, true",
        "crun, crun version 1.14.1, false",
        "crun, crun version 1.20, false",
        "runsc, runsc version release-20250101.0, false"
    })
    void versionsWithAKnownWayOutAreFlagged(String runtime, String line, boolean flagged) {
        assertThat(!RuntimeFloor.warning(runtime, line).isEmpty()).isEqualTo(flagged);
    }
}
