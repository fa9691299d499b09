package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.worker.SandboxExit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Functions that look for a way into the machine or to their neighbour; the numbers are those of
 * docs/isolation.md. The neighbour is another account's, started before and alive throughout.
 */
@ExtendWith(SharedSandboxes.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntrusionTests {

    private static final int O_RDWR = 2;

    private final OciSandboxes sandboxes;
    private Path folder;
    private Probe probe;
    private Probe neighbour;

    IntrusionTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        probe = Probe.start(sandboxes, folder);
        neighbour = Probe.start(sandboxes, folder);
    }

    @AfterAll
    void end() throws Exception {
        assertThat(neighbour.ask("shell", "command", "echo well").get("out").asString())
                .isEqualTo("well\n");
        for (Probe each : List.of(probe, neighbour)) {
            each.close();
            assertThat(Leftovers.of(each.sandbox().id())).isEmpty();
        }
    }

    @Test
    void p3LockedMemoryAndMemoryBesideFilesAreBounded() throws Exception {
        assertThat(probe.ask("locked_memory", "size", 1 << 20).asString()).isIn("ENOMEM", "EPERM");
        try (Probe bomb = Probe.start(sandboxes, folder, 128, Map.of())) {
            bomb.begin("tmp_and_memory_bomb");
            assertThat(bomb.running().exit()).isEqualTo(new SandboxExit.OutOfMemory(128));
        }
    }

    @Test
    void p6DescriptorsOfEveryKindAreCounted() {
        JsonNode ends = probe.ask("many_of_each_kind");

        assertThat(ends).hasSize(8);
        assertThat(ends).allMatch(end -> end.asString().matches("EMFILE|ENFILE"));
    }

    @Test
    void p22LinksToTheMachinesFilesAreFollowedByNobody() throws Exception {
        Path file = Files.writeString(folder.resolve("of-the-machine"), "untouched");
        try (Probe planter = Probe.start(sandboxes, folder)) {
            assertThat(planter.ask("links", "target", file.toString())).hasSize(6);
            planter.ask("say", "words", "x");
            planter.begin("crash");
            planter.running().exit();
        }
        assertThat(file).hasContent("untouched");
    }

    @Test
    void p23WhatChangesWhileItIsRemovedIsRemoved() throws Exception {
        String id;
        try (Probe swapper = Probe.start(sandboxes, folder)) {
            id = swapper.sandbox().id();
            swapper.running().ready();
            swapper.begin("swapping");
        }
        assertThat(Leftovers.of(id)).isEmpty();
        assertThat(Path.of("/etc/passwd")).exists();
    }

    @Test
    void p24NobodyElsesFilesAreReadByGuessing() {
        String id = neighbour.sandbox().id();
        String node = "/run/" + SharedSandboxes.NODE;
        List<String> paths =
                Stream.concat(
                                Stream.of(
                                        node,
                                        node + "/sandboxes/" + id + "/config.json",
                                        "/var/task/../../run",
                                        folder + "/probe.py",
                                        "/proc/1/root" + node,
                                        "/proc/1/root/work",
                                        "/proc/1/cwd/../../../../../run/meterlark",
                                        "/work",
                                        "/root/.ssh",
                                        "/home"),
                                IntStream.of(2, 3, 10, 100, 500, 1000)
                                        .boxed()
                                        .flatMap(
                                                pid ->
                                                        Stream.of("root", "cwd", "fd/1", "environ")
                                                                .map(
                                                                        f ->
                                                                                "/proc/" + pid + "/"
                                                                                        + f)))
                        .toList();

        probe.ask("opening", "paths", paths)
                .properties()
                .forEach(
                        each ->
                                assertThat(each.getValue().asString())
                                        .as(each.getKey())
                                        .isIn("ENOENT", "EACCES"));
    }

    @Test
    void p26NoMarkIsFoundByAnotherVersionAccountOrTheNextSandbox() throws Exception {
        try (Probe first = Probe.start(sandboxes, folder)) {
            assertThat(first.ask("marks", "text", "x").toString())
                    .isEqualTo("[\"/tmp/meterlark-mark\",\"/dev/shm/meterlark-mark\"]");
            assertThat(first.ask("marks_found")).hasSize(2);
            assertThat(neighbour.ask("marks_found")).isEmpty();
        }
        try (Probe next = Probe.start(sandboxes, folder)) {
            assertThat(next.ask("marks_found")).isEmpty();
        }
    }

    @Test
    void p28NoSocketOfTheMachineIsThere() {
        JsonNode answers =
                probe.ask(
                        "opening",
                        "paths",
                        List.of(
                                "/var/run/docker.sock",
                                "/run/docker.sock",
                                "/run/containerd/containerd.sock",
                                "/run/systemd/private",
                                "/run/dbus/system_bus_socket",
                                "/var/run/postgresql/.s.PGSQL.5432",
                                "/run/crio/crio.sock",
                                "/run/podman/podman.sock"));

        assertThat(answers).allMatch(each -> each.asString().equals("ENOENT"));
    }

    @Test
    void p28AbstractSocketsAreNotSharedWithTheMachineOrANeighbour() throws Exception {
        neighbour.ask("held_abstract", "name", "meterlark-next-door");
        int claim = Kernel.claim("meterlark-probe-28");
        try {
            assertThat(probe.ask("abstract", "name", "meterlark-next-door").asString())
                    .isEqualTo("ECONNREFUSED");
            assertThat(probe.ask("abstract", "name", "meterlark-probe-28").asString())
                    .isEqualTo("ECONNREFUSED");
        } finally {
            Kernel.close(claim);
        }
    }

    @Test
    void p29NoCoreReachesAHandlerOfTheMachine() {
        assertThat(probe.ask("core_limit_lowered").asString()).isEqualTo("EPERM");
    }

    @Test
    void p30StrangeNamesStayInside() throws Exception {
        try (Probe namer = Probe.start(sandboxes, folder)) {
            JsonNode made = namer.ask("long_names");
            assertThat(made.get("made").asInt()).isEqualTo(5);
            assertThat(made.get("depth").asInt()).isPositive();
            namer.close();
            assertThat(Leftovers.of(namer.sandbox().id())).isEmpty();
        }
    }

    @Test
    void p31NoFileGivesAnotherUser() {
        assertThat(probe.ask("setuid_files")).isEmpty();
    }

    @Test
    void p38NobodyGoesBeforeOthersAndNoLimitIsRaised() {
        JsonNode priorities = probe.ask("priorities");
        assertThat(priorities.get("nice").asString()).isIn("EPERM", "EACCES");
        assertThat(priorities.get("fifo").asString()).isEqualTo("EPERM");
        assertThat(priorities.get("round robin").asString()).isEqualTo("EPERM");
        assertThat(priorities.get("real-time io").asString()).isEqualTo("EPERM");
        assertThat(priorities.get("affinity").asString()).isIn("done", "EINVAL");

        assertThat(probe.ask("raised_limits")).allMatch(each -> each.asString().equals("EPERM"));
    }

    @Test
    void p40p41NoDeviceOrSwitchOfTheMachineIsThere() {
        JsonNode answers =
                probe.ask(
                        "opening",
                        "paths",
                        List.of(
                                "/dev/console",
                                "/dev/kmsg",
                                "/dev/kvm",
                                "/dev/mem",
                                "/dev/port",
                                "/dev/tty",
                                "/dev/ptmx",
                                "/dev/fuse",
                                "/dev/net/tun",
                                "/dev/sda",
                                "/dev/vda",
                                "/dev/loop0",
                                "/dev/mqueue",
                                "/sys/kernel/uevent_helper",
                                "/sys/fs/cgroup/release_agent",
                                "/sys/kernel/debug",
                                "/proc/sys/fs/binfmt_misc/register"),
                        "flags",
                        O_RDWR);

        assertThat(answers).allMatch(each -> each.asString().matches("ENOENT|EACCES|EROFS"));
    }

    @Test
    void p42TheProgramsThatRunCannotBeWritten() {
        JsonNode answers =
                probe.ask(
                        "opening",
                        "paths",
                        List.of("/proc/self/exe", "/proc/1/exe", "/bin/sh", "/var/task/probe.py"),
                        "flags",
                        O_RDWR);

        assertThat(answers)
                .allMatch(each -> each.asString().matches("ETXTBSY|EROFS|EACCES|ENOENT"));
    }

    @Test
    void p46NobodyIsToldBeforeAnotherOpensAFile() {
        assertThat(probe.ask("lease", "path", "/usr/bin/sh").asString()).isIn("EACCES", "EPERM");
    }

    @Test
    void p54NobodyConnectsToASandbox() throws Exception {
        int port = freePort();
        probe.ask("listening", "port", port);

        assertThat(
                        neighbour
                                .ask("connecting", "targets", List.of(List.of("127.0.0.1", port)))
                                .toString())
                .contains("ECONNREFUSED");
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
                .isInstanceOf(ConnectException.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
