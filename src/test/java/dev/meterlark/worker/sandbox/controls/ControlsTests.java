package dev.meterlark.worker.sandbox.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what is seen of a good sandbox to a good reading, and from each fault to a bad one. */
class ControlsTests {

    private static final String SEEN =
            """
            == namespaces
            user user:[2]
            pid pid:[2]
            net net:[2]
            ipc ipc:[2]
            uts uts:[2]
            mnt mnt:[2]
            cgroup cgroup:[2]
            time time:[1]
            == status
            Uid:\t1051\t1051\t1051\t1051
            Groups:\t
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapBnd:\t0000000000000000
            CapAmb:\t0000000000000000
            NoNewPrivs:\t1
            Seccomp:\t2
            Seccomp_filters:\t1
            == uids
                     0 1880107008       2048
            == gids
                     0 1880107008       2048
            == limits
            Max stack size            8388608              8388608              bytes
            Max core file size        1                    1                    bytes
            Max file size             134217728            134217728            bytes
            Max processes             256                  256                  processes
            Max open files            1024                 1024                 files
            Max locked memory         65536                65536                bytes
            Max msgqueue size         0                    0                    bytes
            Max nice priority         0                    0
            Max realtime priority     0                    0
            == mounts
            tmpfs / tmpfs ro,nosuid,nodev,relatime 0 0
            proc /proc proc rw,nosuid,nodev,noexec,hidepid=invisible 0 0
            tmpfs /tmp tmpfs rw,nosuid,nodev,relatime,size=131072k,nr_inodes=16384 0 0
            tmpfs /var/task tmpfs ro,nosuid,nodev,relatime 0 0
            == environment
            PATH
            AWS_REGION
            _HANDLER
            == descriptors
            total 0
            lr-x------ 1 u u 64 Nov 25 18:00 0 -> /dev/null
            l-wx------ 1 u u 64 Nov 25 18:00 1 -> pipe:[9]
            l-wx------ 1 u u 64 Nov 25 18:00 2 -> pipe:[9]
            == devices
            fd
            full
            null
            random
            shm
            stderr
            stdin
            stdout
            urandom
            zero
            == written
            /tmp/x
            /dev/shm/x
            == unmasked
            == processes
            1
            == devices-of-network
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes
                lo:       0       0    0    0    0     0          0         0        0
            == routes
            Iface\tDestination\tGateway
            == listening
              sl  local_address rem_address   st tx_queue
               0: 0100007F:2329 00000000:0000 0A 00000000:00000000
              sl  local_address                         remote_address
            == unix-sockets
            Num       RefCount Protocol Flags    Type St Inode Path
            == groups
            0::/
            == session
            1 0
            == reached
            == end
            """;

    private static final Outside OUTSIDE =
            new Outside(
                    Map.of("user", "user:[1]", "pid", "pid:[1]", "time", "time:[1]"),
                    "uid:1880108059 gid:1880108059",
                    Map.of(
                            "memory.max", "268435456",
                            "memory.swap.max", "0",
                            "pids.max", "256",
                            "cpu.weight", "14",
                            "cpu.max", "100000 100000"),
                    List.of(),
                    "",
                    new Outside.Grant(true, "tried"));

    private static final Machine MACHINE =
            new Machine(
                    "0", "0", 0, "0x1", Map.of("spectre_v1", "Mitigation"), uid("1000"), names());

    @Test
    void whatIsSeenOfAGoodSandboxMakesEveryControlHold() {
        List<ControlReading> readings = Controls.read(Inside.parse(SEEN), OUTSIDE, MACHINE);

        assertThat(readings)
                .filteredOn(each -> each.holds() != Holds.YES)
                .extracting(ControlReading::control)
                .containsExactly("C25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "C1  | pid pid:[2]                  | pid pid:[1]",
                "C1  | net net:[2]                  | net",
                "C2  | Uid:\\t1051                    | Uid:\\t0",
                "C2  | Groups:\\t                     | Groups:\\t4 24",
                "C2  | 0 1880107008                 | 0 0",
                "C3  | CapBnd:\\t0000000000000000     | CapBnd:\\t0000000000000400",
                "C4  | NoNewPrivs:\\t1                | NoNewPrivs:\\t0",
                "C5  | Seccomp:\\t2                   | Seccomp:\\t0",
                "C6  | Seccomp:\\t2                   | Seccomp:\\t0",
                "C10 | proc rw,nosuid               | ext4 rw,nosuid",
                "C11 | Max core file size        1  | Max core file size        2",
                "C11 | Max open files            1024                 1024"
                        + " | Max open files            1024                 4096",
                "C11 | Max processes             256 | Max processes             unlimited",
                "C12 | / tmpfs ro                   | / tmpfs rw",
                "C12 | /tmp/x                       | /etc/x",
                "C13 | /var/task tmpfs ro           | /var/task tmpfs rw",
                "C14 | ,nr_inodes=16384             | ,mode=777",
                "C15 | zero                         | tty",
                "C16 | == unmasked                  | == unmasked\\n/proc/kcore",
                "C16 | /tmp/x                       | /proc/sysrq-trigger",
                "C17 | tmpfs /tmp tmpfs             | cgroup /c cgroup2 rw 0 0\\ntmpfs /tmp tmpfs",
                "C18 | /dev/null                    | /var/lib/db",
                "C19 | AWS_REGION                   | SPRING_PASSWORD",
                "C20 | 1 0                          | 1 0\\nterminal",
                "C21 | == unix-sockets              | 1: 00000000:1F90 00000000:0000 0A 0"
                        + "\\n== unix-sockets",
                "C22 | == reached                   | == reached\\n169.254.169.254",
                "C22 | == routes                    | == routes\\neth0 0 0",
                "C22 | lo:                          | eth0:"
            })
    void eachFaultIsSeen(String control, String good, String bad) {
        String changed = SEEN.replaceFirst(Pattern.quote(lines(good)), escaped(lines(bad)));
        assertThat(changed).isNotEqualTo(SEEN);

        assertThat(of(control, Controls.read(Inside.parse(changed), OUTSIDE, MACHINE)).holds())
                .isEqualTo(Holds.NO);
    }

    @ParameterizedTest
    @CsvSource({
        "C7, memory.max, max",
        "C7, memory.swap.max, max",
        "C8, pids.max, max",
        "C9, cpu.max, max 100000"
    })
    void aControlGroupWithoutALimitIsSeen(String control, String file, String value) {
        var limits = new HashMap<>(OUTSIDE.limits());
        limits.put(file, value);
        var outside =
                new Outside(OUTSIDE.namespaces(), "", limits, List.of(), "", OUTSIDE.egress());

        assertThat(of(control, Controls.read(Inside.parse(SEEN), outside, MACHINE)).holds())
                .isEqualTo(Holds.NO);
    }

    @Test
    void whatIsLeftAnOldRuntimeAndNoEgressAreSaid() {
        var outside =
                new Outside(
                        OUTSIDE.namespaces(),
                        "",
                        OUTSIDE.limits(),
                        List.of("/run/x"),
                        "runc is old.",
                        new Outside.Grant(false, "no filter"));

        var readings = Controls.read(Inside.parse(SEEN), outside, MACHINE);

        assertThat(of("C24", readings).holds()).isEqualTo(Holds.NO);
        assertThat(of("C24", readings).reading()).contains("/run/x");
        assertThat(of("C27", readings).holds()).isEqualTo(Holds.UNKNOWN);
        assertThat(of("C23", readings).holds()).isEqualTo(Holds.NOT_APPLICABLE);
    }

    @Test
    void theMachinesHabitsAreReported() {
        var careless =
                new Machine(
                        "1",
                        "1",
                        1,
                        "",
                        Map.of("mds", "Vulnerable"),
                        uid("0"),
                        names("DB_PASSWORD"));

        var readings = Controls.read(Inside.parse(SEEN), OUTSIDE, careless);

        assertThat(of("C26", readings).holds()).isEqualTo(Holds.NO);
        assertThat(of("C26", readings).reading())
                .contains("hyper-threading on", "page merging on", "swap areas 1", "mds");
        assertThat(of("C28", readings).holds()).isEqualTo(Holds.NO);
        assertThat(of("C28", readings).reading()).contains("DB_PASSWORD");
    }

    @Test
    void whatASandboxDidNotSayIsNotKnown() {
        var readings = Controls.read(Inside.parse("== status\nCapInh:"), OUTSIDE, MACHINE);

        assertThat(readings).hasSize(28);
        assertThat(of("C12", readings).holds()).isEqualTo(Holds.UNKNOWN);
        assertThat(of("C3", readings).holds()).isEqualTo(Holds.NO);
        assertThat(Inside.parse("== status").isWhole()).isFalse();
    }

    @Test
    void thisMachineCanBeRead() {
        Machine machine = Machine.read();

        assertThat(machine.status()).containsKey("Uid");
        assertThat(machine.swaps()).isNotNegative();
    }

    private static ControlReading of(String control, List<ControlReading> readings) {
        return readings.stream().filter(e -> e.control().equals(control)).findFirst().orElseThrow();
    }

    private static String lines(String cell) {
        return cell.replace("\\n", "\n").replace("\\t", "\t");
    }

    private static String escaped(String text) {
        return Matcher.quoteReplacement(text);
    }

    private static Map<String, String> uid(String id) {
        return Map.of("Uid", "%s\t%s".formatted(id, id), "NoNewPrivs", "1");
    }

    private static Set<String> names(String... names) {
        return Set.of(names);
    }
}
