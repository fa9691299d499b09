package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The sandbox's controls, one test or more for each, as seen from inside. */
@ExtendWith(SharedSandboxes.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlTests {

    private final OciSandboxes sandboxes;
    private Probe probe;
    private Probe other;

    ControlTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        probe = begin(folder, Map.of("GREETING", "hi", "_HANDLER", "mine", "PATH", "/mine"));
        other = begin(folder, Map.of());
    }

    Probe begin(Path folder, Map<String, String> environment) throws Exception {
        return Probe.start(sandboxes, folder, 256, environment);
    }

    final OciSandboxes sandboxes() {
        return sandboxes;
    }

    final Probe probe() {
        return probe;
    }

    final Probe other() {
        return other;
    }

    @AfterAll
    void end() {
        probe.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "pid", "net", "ipc", "uts", "mnt", "cgroup"})
    void c1EveryNamespaceIsItsOwn(String name) throws Exception {
        String mine = probe.ask("namespaces").get(name).asString();
        String others = other.ask("namespaces").get(name).asString();
        String hosts = Files.readSymbolicLink(Path.of("/proc/self/ns", name)).toString();

        assertThat(Set.of(mine, others, hosts)).hasSize(3);
    }

    @Test
    void c2TheHostSeesIdsThatNobodyElseHas() {
        String[] mine = text("/proc/self/uid_map").strip().split(" +");
        String[] others =
                other.ask("read", "path", "/proc/self/uid_map").asString().strip().split(" +");

        assertThat(mine[0]).isEqualTo("0");
        assertThat(Long.parseLong(mine[1])).isGreaterThanOrEqualTo(0x7000_0000L);
        assertThat(Math.abs(Long.parseLong(mine[1]) - Long.parseLong(others[1])))
                .isGreaterThanOrEqualTo(HostIds.RANGE);
        assertThat(mine[2]).isEqualTo(String.valueOf(HostIds.RANGE));
        assertThat(text("/proc/self/gid_map").strip().split(" +")).containsExactly(mine);
        assertThat(status("Uid")).isEqualTo("1051\t1051\t1051\t1051");
        assertThat(status("Gid")).isEqualTo("1051\t1051\t1051\t1051");
        assertThat(status("Groups").strip()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
    void c3NoCapabilityIsLeft(String set) {
        assertThat(status(set)).matches("0+");
    }

    @Test
    void c4NoNewPrivileges() {
        assertThat(status("NoNewPrivs")).isEqualTo("1");
        assertThat(status("Seccomp")).isEqualTo("2");
        JsonNode rooted = probe.ask("become_root");
        assertThat(
                        List.of(
                                rooted.get("setuid").asString(),
                                rooted.get("setgid").asString(),
                                rooted.get("setgroups").asString(),
                                rooted.get("chown").asString()))
                .containsOnly("EPERM");
    }

    @Test
    void c5OnlyThreeSocketFamiliesAreThere() {
        Set<String> made = new TreeSet<>();
        probe.ask("families")
                .properties()
                .forEach(
                        family -> {
                            if (family.getValue().asString().equals("made")) {
                                made.add(family.getKey());
                            } else {
                                assertThat(family.getValue().asString()).isEqualTo("EPERM");
                            }
                        });

        assertThat(made).containsExactly("1", "10", "2");
        assertThat(probe.ask("raw_socket").asString()).isEqualTo("EPERM");
    }

    @Test
    void c11EveryResourceLimitIsSet() {
        JsonNode limits = probe.ask("limits");
        Map<String, Long> expected =
                Map.of(
                        "CORE", 1L,
                        "FSIZE", 128L << 20,
                        "MEMLOCK", 64L << 10,
                        "MSGQUEUE", 0L,
                        "NICE", 0L,
                        "NOFILE", 1024L,
                        "NPROC", 256L,
                        "RTPRIO", 0L,
                        "STACK", 8L << 20);

        expected.forEach(
                (name, value) -> {
                    assertThat(limits.get(name).get(0).asLong()).as(name).isEqualTo(value);
                    assertThat(limits.get(name).get(1).asLong()).as(name).isEqualTo(value);
                });
    }

    @Test
    void c12TheRootIsReadOnly() {
        List<String> paths = new ArrayList<>();
        probe.ask("listing", "path", "/").forEach(name -> paths.add("/" + name.asString() + "/x"));
        paths.removeAll(List.of("/tmp/x", "/proc/x"));
        paths.add("/x");

        JsonNode answers = probe.ask("writing", "paths", paths);
        paths.forEach(
                path -> assertThat(answers.get(path).asString()).as(path).isIn("EROFS", "EACCES"));
        assertThat(mountOf("/")).contains("ro,nosuid,nodev");
        assertThat(probe.ask("listing", "path", "/").toString())
                .doesNotContain("work", "root", "home", "sys", "run", "mnt");
    }

    @Test
    void c12NothingOfTheMachineIsInTheRoot() {
        String files =
                probe.ask("walk", "path", "/usr/bin").toString()
                        + probe.ask("walk", "path", "/etc");

        assertThat(files)
                .doesNotContain("node", "java", "shadow", "machine-id", "hostname", "runc");
        assertThat(text("/etc/passwd")).doesNotContain("daemon").contains("sbx_user1051");
    }

    @Test
    void c13TheCodeCannotBeChanged() {
        assertThat(mountOf("/var/task")).contains("ro,nosuid,nodev");
        JsonNode answers =
                probe.ask(
                        "writing",
                        "paths",
                        List.of(
                                "/var/task/probe.py",
                                "/var/task/new",
                                "/var/runtime/bootstrap.py"));
        answers.forEach(answer -> assertThat(answer.asString()).isIn("EROFS", "EACCES"));
    }

    @Test
    void c14TmpIsBoundedAndOpenToItsUser() {
        assertThat(mountOf("/tmp"))
                .contains("rw,nosuid,nodev")
                .contains("size=131072k")
                .contains("nr_inodes=16384");
        assertThat(probe.ask("writing", "paths", List.of("/tmp/x")).get("/tmp/x").asString())
                .isEqualTo("written");
    }

    @Test
    void c15OnlyHarmlessDevices() {
        assertThat(strings(probe.ask("listing", "path", "/dev")))
                .containsExactly(
                        "fd", "full", "null", "random", "shm", "stderr", "stdin", "stdout",
                        "urandom", "zero");
        assertThat(mountOf("/dev/shm")).contains("nosuid,nodev,noexec").contains("size=16384k");
        assertThat(probe.ask("writing", "paths", List.of("/dev/null", "/dev/x")).toString())
                .isEqualTo("{\"/dev/null\":\"written\",\"/dev/x\":\"EROFS\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kcore",
                "keys",
                "timer_list",
                "interrupts",
                "kallsyms",
                "cmdline",
                "modules",
                "config.gz",
                "slabinfo",
                "zoneinfo",
                "partitions",
                "diskstats",
                "kmsg",
                "sched_debug",
                "latency_stats"
            })
    void c16WhatProcSaysOfTheMachineIsMasked(String name) {
        assertThat(text("/proc/" + name)).isIn("", "ENOENT", "EACCES", "EPERM");
    }

    @Test
    void c16ProcCannotBeWrittenTo() {
        List<String> paths =
                List.of(
                        "/proc/sys/kernel/core_pattern",
                        "/proc/sys/kernel/hostname",
                        "/proc/sysrq-trigger",
                        "/proc/sys/vm/drop_caches",
                        "/proc/self/oom_score_adj_",
                        "/proc/1/mem_",
                        "/proc/irq/default_smp_affinity");
        probe.ask("writing", "paths", paths)
                .forEach(
                        answer ->
                                assertThat(answer.asString())
                                        .isIn("EROFS", "EACCES", "EPERM", "ENOENT"));
        assertThat(probe.ask("processes").toString()).isEqualTo("[1]");
    }

    @Test
    void c17NoSysAndNoControlGroups() {
        assertThat(probe.ask("read", "path", "/sys/fs/cgroup/cgroup.procs").asString())
                .isEqualTo("ENOENT");
        assertThat(text("/proc/mounts")).doesNotContain(" cgroup").doesNotContain(" sysfs ");
        text("/proc/self/cgroup")
                .lines()
                .filter(line -> !line.startsWith("0::"))
                .forEach(line -> assertThat(line).endsWith(":/"));
    }

    @Test
    void c18NothingIsInherited() {
        JsonNode descriptors = probe.ask("descriptors");

        assertThat(descriptors.get("0").asString()).isEqualTo("/dev/null");
        assertThat(descriptors.get("1").asString())
                .startsWith("pipe:")
                .isEqualTo(descriptors.get("2").asString());
        descriptors.properties().stream()
                .filter(each -> Integer.parseInt(each.getKey()) > 2)
                .forEach(each -> assertThat(each.getValue().asString()).startsWith("socket:"));
        assertThat(descriptors).hasSize(4);
        for (int i = 0; i < 20; i++) {
            assertThat(probe.ask("working_directory", "path", "/proc/self/fd/" + i).asString())
                    .isIn("ENOENT", "ENOTDIR", "EACCES");
        }
    }

    @Test
    void c19TheEnvironmentIsLambdasAndTheTenants() {
        JsonNode environment = probe.ask("environment");

        assertThat(environment.propertyNames())
                .containsExactlyInAnyOrder(
                        ("_HANDLER AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_ENDPOINT_URL"
                             + " AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
                             + " AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION"
                             + " AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME"
                             + " AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API AWS_REGION"
                             + " AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN GREETING HOME"
                             + " LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG LD_LIBRARY_PATH"
                             + " METERLARK_URL PATH TZ")
                                .split(" "));
        assertThat(environment.get("GREETING").asString()).isEqualTo("hi");
        assertThat(environment.get("PATH").asString()).isEqualTo("/mine");
        assertThat(environment.get("_HANDLER").asString()).isEqualTo("probe.handler");
        assertThat(environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").asString()).isEqualTo("256");
        assertThat(environment.get("AWS_REGION").asString()).isEqualTo("local");
    }

    @Test
    void c20NoTerminal() {
        JsonNode terminal = probe.ask("terminal");

        assertThat(terminal.get("TIOCSTI").asString()).isIn("ENOTTY", "EPERM", "EIO");
        assertThat(terminal.get("tty").asString()).isEqualTo("ENOENT");
        assertThat(terminal.get("session").asInt()).isEqualTo(1);
    }

    @Test
    void c21TheRuntimeApiIsInsideOnly() {
        assertThat(
                        probe.ask("connecting", "targets", List.of(List.of("127.0.0.1", 9001)))
                                .toString())
                .contains("connected");
        String listening =
                text("/proc/net/tcp")
                        .lines()
                        .filter(line -> line.contains(" 0A "))
                        .reduce("", String::concat);
        assertThat(listening.strip()).startsWith("0: 0100007F:2329 ").doesNotContain("1: ");
        assertThat(text("/proc/net/unix").lines()).hasSize(1); // its heading
    }

    @Test
    void c22ThereIsNoWayOut() throws Exception {
        try (ServerSocket host = new ServerSocket(0)) {
            var targets =
                    List.of(
                            List.of("127.0.0.1", host.getLocalPort()),
                            List.of("::1", host.getLocalPort()),
                            List.of("169.254.169.254", 80),
                            List.of("fd00:ec2::254", 80),
                            List.of("10.0.0.1", 80),
                            List.of("8.8.8.8", 53),
                            List.of("2001:4860:4860::8888", 53),
                            List.of("127.0.0.1", 8080));
            probe.ask("connecting", "targets", targets)
                    .properties()
                    .forEach(
                            each ->
                                    assertThat(each.getValue().asString())
                                            .as(each.getKey())
                                            .isIn("ENETUNREACH", "ECONNREFUSED", "EADDRNOTAVAIL"));
        }
        assertThat(text("/proc/net/dev").lines().skip(2))
                .allMatch(line -> line.strip().startsWith("lo:"));
        assertThat(text("/proc/net/route").lines().skip(1)).isEmpty();
    }

    @Test
    void aShellIsThereForLibrariesThatStartOne() {
        assertThat(probe.ask("shell", "command", "echo $((6*7))").get("out").asString())
                .isEqualTo("42\n");
    }

    @Test
    void standardOutputCanBeOpenedAgainButNotReadBack() {
        assertThat(other.ask("say", "words", "once").asString()).isEqualTo("EACCES");
        assertThat(other.running().printed()).isEqualTo("once\nagain\n");
    }

    private String text(String path) {
        return probe.ask("read", "path", path).asString();
    }

    private String status(String key) {
        return probe.ask("status").get(key).asString();
    }

    private String mountOf(String path) {
        return text("/proc/mounts")
                .lines()
                .filter(line -> line.split(" ")[1].equals(path))
                .findFirst()
                .orElse("");
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.asString()));
        return strings;
    }
}
