package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** C5 and C6: what the kernel is not even asked. Numbers are those of x86-64. */
@ExtendWith(SharedSandboxes.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
class SystemCallTests {

    /**
     * Names and numbers; with zeros as arguments none of them answers EPERM or ENOSYS by itself to
     * root.
     */
    private static final String DENIED =
            """
            ptrace 101, process_vm_readv 310, process_vm_writev 311, pidfd_open 434, pidfd_getfd 438,
            pidfd_send_signal 424, name_to_handle_at 303, open_by_handle_at 304, memfd_secret 447, kcmp 312,
            mknod 133, mknodat 259, mount 165, umount2 166, pivot_root 155, chroot 161, open_tree 428,
            move_mount 429, fsopen 430, fsconfig 431, fsmount 432, fspick 433, mount_setattr 442,
            unshare 272, setns 308, adjtimex 159, clock_adjtime 305, clock_settime 227, settimeofday 164,
            shmget 29, shmat 30, shmctl 31, semget 64, semop 65, semctl 66, msgget 68, msgsnd 69, msgrcv 70,
            msgctl 71, mq_open 240, mq_unlink 241, add_key 248, request_key 249, keyctl 250,
            io_uring_setup 425, io_uring_enter 426, io_uring_register 427, bpf 321, userfaultfd 323,
            perf_event_open 298, init_module 175, delete_module 176, finit_module 313, kexec_load 246,
            kexec_file_load 320, reboot 169, swapon 167, swapoff 168, iopl 172, ioperm 173, syslog 103,
            quotactl 179, acct 163, sethostname 170, setdomainname 171, vhangup 153, lookup_dcookie 212,
            fanotify_init 300, fanotify_mark 301, mbind 237, set_mempolicy 238, migrate_pages 256,
            move_pages 279, process_madvise 440, modify_ldt 154, uselib 134, ustat 136, sysfs 139,
            nfsservctl 180, sync 162, syncfs 306, clone3 435, nonesuch 9999
            """;

    private final OciSandboxes sandboxes;
    private Probe probe;

    SystemCallTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        probe = Probe.start(sandboxes, folder);
    }

    @AfterAll
    void end() {
        probe.close();
    }

    @Test
    void c5WhatIsNotAllowedIsRefusedOneByOne() {
        Map<String, Object> calls = new LinkedHashMap<>();
        for (String entry : DENIED.strip().split(",\\s+")) {
            String[] words = entry.split(" ");
            calls.put(words[0], List.of(Integer.valueOf(words[1]), 0, 0, 0, 0, 0));
        }

        var answers = probe.ask("calling", "numbers", calls);

        assertThat(answers).hasSizeGreaterThan(75);
        answers.properties()
                .forEach(
                        each ->
                                assertThat(each.getValue().asString())
                                        .as(each.getKey())
                                        .isIn("EPERM", "ENOSYS"));
        assertThat(answers.get("clone3").asString()).isEqualTo("ENOSYS");
    }

    @Test
    void c5ArgumentsDecideWhereANameSaysTooMuch() {
        long newUser = 0x1000_0000L;
        long noRandomLayout = 0x004_0000L;
        var answers =
                probe.ask(
                        "calling",
                        "numbers",
                        Map.of(
                                "clone into a user namespace",
                                        List.of(56, newUser | 17, 0, 0, 0, 0),
                                "clone into a network", List.of(56, 0x4000_0000L | 17, 0, 0, 0, 0),
                                "personality", List.of(135, noRandomLayout),
                                "socketpair of netlink", List.of(53, 16, 2, 0, 0),
                                "what am I", List.of(135, 0xFFFF_FFFFL),
                                "getpid", List.of(39)));

        assertThat(answers.get("clone into a user namespace").asString()).isEqualTo("EPERM");
        assertThat(answers.get("clone into a network").asString()).isEqualTo("EPERM");
        assertThat(answers.get("personality").asString()).isEqualTo("EPERM");
        assertThat(answers.get("socketpair of netlink").asString()).isEqualTo("EPERM");
        assertThat(answers.get("what am I").asString()).isEqualTo("done");
        assertThat(answers.get("getpid").asString()).isEqualTo("done");
    }

    @Test
    void c6ForeignSystemCallsAreNotServed() {
        String getpid64 = "b8270000000f05c3"; // mov eax,39; syscall; ret
        String getpid32 = "b814000000cd80c3"; // mov eax,20; int 0x80; ret
        String getpidX32 = "b8270000400f05c3"; // mov eax,0x40000027; syscall; ret

        assertThat(probe.ask("foreign_call", "code", getpid64).asInt()).isEqualTo(0);
        assertThat(probe.ask("foreign_call", "code", getpid32).asInt()).isNotEqualTo(0);
        assertThat(probe.ask("foreign_call", "code", getpidX32).asInt()).isNotEqualTo(0);
    }

    @Test
    void noProcessOfTheMachineCanBeSignalled() {
        var signals = probe.ask("signals");

        assertThat(signals.get("init").asString()).isEqualTo("seen");
        assertThat(signals.get("host")).allMatch(answer -> answer.asString().equals("ESRCH"));
    }

    @Test
    void theListNamesNothingTwiceAndNothingDangerous() throws Exception {
        assertThat(SystemCallFilter.names())
                .doesNotHaveDuplicates()
                .contains("read", "execve", "futex")
                .doesNotContain(
                        "clone", "clone3", "socket", "personality", "ptrace", "mount", "bpf");
    }
}
