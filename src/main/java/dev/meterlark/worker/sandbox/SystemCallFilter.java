package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Our seccomp profile: an allow-list of names, and rules with arguments where a name alone says too
 * much. Neither mounting, namespaces, tracing, keys, io_uring and BPF nor System V and POSIX IPC,
 * other socket families, setting clocks, or system calls of another architecture.
 */
final class SystemCallFilter {

    private static final String NAMES = "/sandbox/system-calls.txt";
    private static final long NEW_NAMESPACES = 0x7E02_0000L;
    private static final long QUERY_PERSONALITY = 0xFFFF_FFFFL;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int RLIMIT_CORE = 4;

    private SystemCallFilter() {}

    /** As {@code linux.seccomp} of an OCI configuration. */
    static Map<String, Object> profile(String architecture) throws IOException {
        List<Map<String, Object>> rules = new ArrayList<>();
        rules.add(Map.of("names", names(), "action", "SCMP_ACT_ALLOW"));
        rules.add(allowIf("clone", masked(0, NEW_NAMESPACES, 0)));
        for (int family : new int[] {AF_UNIX, AF_INET, AF_INET6}) {
            rules.add(allowIf("socket", equal(0, family)));
        }
        rules.add(allowIf("socketpair", equal(0, AF_UNIX)));
        rules.add(allowIf("personality", equal(0, QUERY_PERSONALITY)));
        // A core limit of 0 would let the machine's own handler of cores run; see Profile.
        rules.add(allowIf("setrlimit", not(0, RLIMIT_CORE)));
        rules.add(allowIf("prlimit64", not(1, RLIMIT_CORE)));
        rules.add(allowIf("prlimit64", equal(2, 0))); // only asks
        // Its flags lie in memory, where no filter sees them; libraries fall back to clone.
        rules.add(Map.of("names", List.of("clone3"), "action", "SCMP_ACT_ERRNO", "errnoRet", 38));
        return Map.of(
                "defaultAction",
                "SCMP_ACT_ERRNO",
                "defaultErrnoRet",
                1,
                "architectures",
                List.of(scmp(architecture)),
                "syscalls",
                rules);
    }

    static List<String> names() throws IOException {
        try (InputStream in = SystemCallFilter.class.getResourceAsStream(NAMES)) {
            if (in == null) {
                throw new IOException("missing resource " + NAMES);
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" +")))
                    .filter(name -> !name.isBlank())
                    .toList();
        }
    }

    private static String scmp(String architecture) throws IOException {
        return switch (architecture) {
            case "amd64" -> "SCMP_ARCH_X86_64";
            case "aarch64" -> "SCMP_ARCH_AARCH64";
            default -> throw new IOException("no system call filter for " + architecture);
        };
    }

    private static Map<String, Object> allowIf(String name, Map<String, Object> argument) {
        return Map.of(
                "names",
                List.of(name),
                "action",
                "SCMP_ACT_ALLOW",
                "args",
                Arrays.asList(argument));
    }

    private static Map<String, Object> equal(int index, long value) {
        return Map.of("index", index, "value", value, "op", "SCMP_CMP_EQ");
    }

    private static Map<String, Object> not(int index, long value) {
        return Map.of("index", index, "value", value, "op", "SCMP_CMP_NE");
    }

    private static Map<String, Object> masked(int index, long mask, long value) {
        return Map.of("index", index, "value", mask, "valueTwo", value, "op", "SCMP_CMP_MASKED_EQ");
    }
}
