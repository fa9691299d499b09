package dev.meterlark.wasmhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Arguments, environment, clocks, random numbers, waiting and the end. */
final class WasiSystem {

    private static final int MOST_SUBSCRIPTIONS = 1024;
    private static final int SUBSCRIPTION = 48;
    private static final int EVENT = 32;
    private static final int RANDOM_CHUNK = 64 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static final List<WasiFunction> FUNCTIONS =
            List.of(
                    of("args_sizes_get", "ii", (g, m, a) -> sizes(m, a, g.arguments())),
                    of("args_get", "ii", (g, m, a) -> texts(m, a, g.arguments())),
                    of("environ_sizes_get", "ii", (g, m, a) -> sizes(m, a, g.environment())),
                    of("environ_get", "ii", (g, m, a) -> texts(m, a, g.environment())),
                    of("clock_res_get", "ii", (_, m, a) -> m.put64(a[1], resolution(a[0]))),
                    of("clock_time_get", "iIi", (_, m, a) -> m.put64(a[2], clock(a[0]))),
                    of("random_get", "ii", (_, m, a) -> random(m, a[0], a[1])),
                    of("poll_oneoff", "iiii", WasiSystem::poll),
                    of("sched_yield", "", (_, _, _) -> Thread.onSpinWait()),
                    of("proc_exit", "i", (_, _, a) -> exit(a[0])),
                    of("proc_raise", "i", WasiSystem::notHere),
                    of("sock_accept", "iii", WasiSystem::noSocket),
                    of("sock_recv", "iiiiii", WasiSystem::noSocket),
                    of("sock_send", "iiiii", WasiSystem::noSocket),
                    of("sock_shutdown", "ii", WasiSystem::noSocket));

    private WasiSystem() {}

    private static WasiFunction of(String name, String parameters, WasiFunction.Body body) {
        return new WasiFunction(name, parameters, body);
    }

    private static void sizes(GuestMemory memory, long[] a, List<String> texts) {
        memory.put32(a[0], texts.size());
        memory.put32(a[1], texts.stream().mapToInt(text -> text.getBytes(UTF_8).length + 1).sum());
    }

    private static void texts(GuestMemory memory, long[] a, List<String> texts) {
        long pointer = a[0] & 0xffff_ffffL;
        long at = a[1] & 0xffff_ffffL;
        for (String text : texts) {
            byte[] bytes = text.getBytes(UTF_8);
            memory.put32(pointer, (int) at);
            memory.write(at, bytes);
            memory.put8(at + bytes.length, 0);
            pointer += 4;
            at += bytes.length + 1;
        }
    }

    private static long resolution(long clock) {
        clock(clock);
        return 1;
    }

    static long clock(long clock) {
        return switch ((int) clock) {
            case 0 -> {
                Instant now = Instant.now();
                yield TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
            }
            case 1 -> System.nanoTime();
            case 2, 3 -> threadCpuNanos();
            default -> throw new WasiError(WasiError.INVALID);
        };
    }

    static long threadCpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static void random(GuestMemory memory, long address, long length) {
        long bytes = length & 0xffff_ffffL;
        int at = memory.check(address, bytes);
        for (long done = 0; done < bytes; done += RANDOM_CHUNK) {
            GuestEnd.ifInterrupted();
            byte[] chunk = new byte[(int) Math.min(RANDOM_CHUNK, bytes - done)];
            RANDOM.nextBytes(chunk);
            memory.write(at + done, chunk);
        }
    }

    /** Files, events and answers are always ready, so that only clocks are ever waited for. */
    private static void poll(Guest guest, GuestMemory memory, long[] a) {
        long count = a[2] & 0xffff_ffffL;
        if (count == 0 || count > MOST_SUBSCRIPTIONS) {
            throw new WasiError(WasiError.INVALID);
        }
        int in = memory.check(a[0], count * SUBSCRIPTION);
        int out = memory.check(a[1], count * EVENT);
        long begun = System.nanoTime();
        long wait = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            wait = Math.min(wait, wait(memory, in + i * SUBSCRIPTION));
        }
        park(begun, wait);
        int events = 0;
        for (int i = 0; i < count; i++) {
            int at = in + i * SUBSCRIPTION;
            if (wait(memory, at) <= wait) {
                int to = out + events++ * EVENT;
                memory.zero(to, EVENT);
                memory.put64(to, memory.i64(at));
                memory.put8(to + 10, memory.u8(at + 8));
            }
        }
        memory.put32(a[3], events);
    }

    private static long wait(GuestMemory memory, int subscription) {
        if (memory.u8(subscription + 8) != 0) {
            return 0;
        }
        long timeout = memory.i64(subscription + 24);
        boolean isInstant = (memory.u16(subscription + 40) & 1) != 0;
        long nanos = timeout < 0 ? Long.MAX_VALUE : timeout;
        return isInstant ? Math.max(0, nanos - clock(memory.i32(subscription + 16))) : nanos;
    }

    private static void park(long begun, long nanos) {
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begun)) {
            GuestEnd.ifInterrupted();
            LockSupport.parkNanos(left);
        }
        GuestEnd.ifInterrupted();
    }

    private static void exit(long status) {
        throw new GuestEnd.Exit((int) status);
    }

    private static void notHere(Guest guest, GuestMemory memory, long[] a) {
        throw new WasiError(WasiError.NOT_IMPLEMENTED);
    }

    private static void noSocket(Guest guest, GuestMemory memory, long[] a) {
        guest.descriptors().get(a[0]);
        throw new WasiError(WasiError.NO_SOCKET);
    }
}
