package dev.meterlark.worker.wasm;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * How the hosts of WebAssembly modules are run.
 *
 * @param hostMemory of one host, its JVM included; an account whose functions need more together
 *     gets a second one, and a function that needs more by itself a larger one
 * @param mostHosts of this node, spare ones included; when another is wanted, the one that has been
 *     at rest for longest ends
 * @param spareHosts started ahead, once the node has seen a module; each is taken by one account
 * @param hostIdle after this a host without functions ends
 * @param stopGrace how long a call may take to end at its deadline before its host is ended
 * @param startTimeout after this a host that does not report is given up on
 * @param compileTimeout after this the host of a module that is still being compiled is ended
 * @param modulesPerHost kept compiled in one host beyond those in use
 * @param keptCode most bytes of compiled modules on disk, all accounts together
 * @param withoutIsolation whether modules run where no OCI runtime works, in an unprivileged
 *     process of this machine: no kernel boundary, for a developer's own machine
 */
@ConfigurationProperties("meterlark.wasm")
record WasmProperties(
        @DefaultValue("2GB") DataSize hostMemory,
        @DefaultValue("32") int mostHosts,
        @DefaultValue("1") int spareHosts,
        @DefaultValue("10m") Duration hostIdle,
        @DefaultValue("1s") Duration stopGrace,
        @DefaultValue("30s") Duration startTimeout,
        @DefaultValue("60s") Duration compileTimeout,
        @DefaultValue("32") int modulesPerHost,
        @DefaultValue("512MB") DataSize keptCode,
        @DefaultValue("false") boolean withoutIsolation) {

    WasmProperties {
        between("host-memory", hostMemory, "512MB", "64GB");
        between("most-hosts", mostHosts, 1, 10_000);
        between("spare-hosts", spareHosts, 0, 16);
        between("host-idle", hostIdle, Duration.ofSeconds(1), Duration.ofHours(24));
        between("stop-grace", stopGrace, Duration.ofMillis(100), Duration.ofSeconds(30));
        between("start-timeout", startTimeout, Duration.ofSeconds(1), Duration.ofSeconds(300));
        between("compile-timeout", compileTimeout, Duration.ofSeconds(1), Duration.ofSeconds(900));
        between("modules-per-host", modulesPerHost, 1, 1000);
        between("kept-code", keptCode, "0B", "100GB");
    }

    int hostMemoryMiB() {
        return (int) hostMemory.toMegabytes();
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refusal(key, least, most, value);
        }
    }

    private static void between(String key, DataSize value, String least, String most) {
        if (value.compareTo(DataSize.parse(least)) < 0
                || value.compareTo(DataSize.parse(most)) > 0) {
            throw refusal(key, least, most, value);
        }
    }

    private static void between(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refusal(key, least, most, value);
        }
    }

    private static IllegalArgumentException refusal(
            String key, Object least, Object most, Object value) {
        return new IllegalArgumentException(
                "meterlark.wasm.%s must be %s to %s, was: %s".formatted(key, least, most, value));
    }
}
