package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.relay.RelayProperties;
import dev.meterlark.worker.sandbox.egress.EgressProperties;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How sandboxes are made.
 *
 * @param ociRuntimes names or paths of OCI runtimes; the first that starts a container with our
 *     whole profile is taken
 * @param folder where {@code meterlark-<node>} is made
 * @param folderSize most memory that root file systems and bundles take, all together
 * @param startTimeout after this the OCI runtime is given up on
 * @param trialTimeout after this a runtime that has not reported for work is not offered
 * @param processes processes and threads of one sandbox
 * @param openFiles file descriptors of one process
 * @param tmp most bytes in {@code /tmp}; never more than half the function's memory
 * @param tmpFiles most files in {@code /tmp}
 * @param sharedMemory most bytes in {@code /dev/shm}
 * @param printedBytes kept of what one call prints; the rest is counted
 * @param printedPerSecond read of what a sandbox prints; who prints faster waits
 * @param apiThreads event loops of the Runtime API
 * @param node where Node.js is; looked for when empty
 * @param python where Python 3 is; looked for when empty
 * @param javaHomes Java installations to offer; the platform's own when empty
 * @param aot what JVMs write down of starts
 * @param blank those that are started before anyone asks
 * @param relay what functions may take of the platform's own door
 * @param egress what those may take of the network whose functions are granted it
 */
@ConfigurationProperties("meterlark.sandbox")
record SandboxProperties(
        @DefaultValue({"crun", "runc", "runsc"}) List<String> ociRuntimes,
        @DefaultValue("/run") Path folder,
        @DefaultValue("256MB") DataSize folderSize,
        @DefaultValue("10s") Duration startTimeout,
        @DefaultValue("20s") Duration trialTimeout,
        @DefaultValue("256") int processes,
        @DefaultValue("1024") int openFiles,
        @DefaultValue("512MB") DataSize tmp,
        @DefaultValue("16384") int tmpFiles,
        @DefaultValue("16MB") DataSize sharedMemory,
        @DefaultValue("256KB") DataSize printedBytes,
        @DefaultValue("8MB") DataSize printedPerSecond,
        @DefaultValue("2") int apiThreads,
        @DefaultValue("") String node,
        @DefaultValue("") String python,
        @DefaultValue({}) List<Path> javaHomes,
        @DefaultValue AotProperties aot,
        @DefaultValue BlankProperties blank,
        @DefaultValue RelayProperties relay,
        @DefaultValue EgressProperties egress) {

    SandboxProperties {
        ociRuntimes = List.copyOf(ociRuntimes);
        javaHomes = List.copyOf(javaHomes);
        if (!folder.isAbsolute()) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.folder must be absolute, was: " + folder);
        }
        between("folder-size", folderSize, "64MB", "4GB");
        between("start-timeout", startTimeout, 1, 300);
        between("trial-timeout", trialTimeout, 1, 300);
        between("processes", processes, 16, 4096);
        between("open-files", openFiles, 64, 65536);
        between("tmp", tmp, "1MB", "10GB");
        between("tmp-files", tmpFiles, 64, 1_000_000);
        between("shared-memory", sharedMemory, "64KB", "1GB");
        between("printed-bytes", printedBytes, "1KB", "16MB");
        between("printed-per-second", printedPerSecond, "64KB", "256MB");
        between("api-threads", apiThreads, 1, 64);
    }

    private static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.%s must be %d to %d, was: %d"
                            .formatted(key, least, most, value));
        }
    }

    private static void between(String key, DataSize value, String least, String most) {
        if (value.compareTo(DataSize.parse(least)) < 0
                || value.compareTo(DataSize.parse(most)) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.%s must be %s to %s, was: %s"
                            .formatted(key, least, most, value));
        }
    }

    private static void between(String key, Duration value, int least, int most) {
        if (value.compareTo(Duration.ofSeconds(least)) < 0
                || value.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.%s must be %ds to %ds, was: %s"
                            .formatted(key, least, most, value));
        }
    }
}
