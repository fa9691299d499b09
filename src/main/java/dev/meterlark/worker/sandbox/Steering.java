package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A program in the kernel that gives every TCP connection of a network namespace to one listener,
 * whatever address and port it is made to, save the namespace's own loopback. The accepted socket's
 * local address is the one that was connected to. No packet filter and no connection tracking take
 * part, so a flood of connections fills no table of the machine's.
 *
 * <p>Needs Linux 5.9 ({@code BPF_PROG_TYPE_SK_LOOKUP}).
 */
final class Steering {

    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE = 2;
    private static final int PROGRAM_LOAD = 5;
    private static final int LINK_CREATE = 28;
    private static final int SOCKET_MAP = 15;
    private static final int SOCKET_LOOKUP_PROGRAM = 30;
    private static final int SOCKET_LOOKUP = 36;
    private static final int ATTRIBUTES = 128;

    private Steering() {}

    /**
     * @return a descriptor; the steering ends when it is closed
     */
    static int attach(int namespace, int listener) throws IOException {
        int sockets = -1;
        int program = -1;
        try (Arena arena = Arena.ofConfined()) {
            sockets = map(arena, listener);
            program = load(arena, sockets);
            return bpf(
                    LINK_CREATE,
                    Struct.of(arena, ATTRIBUTES)
                            .with(0, program)
                            .with(4, namespace)
                            .with(8, SOCKET_LOOKUP));
        } catch (KernelException e) {
            throw new IOException("connections cannot be steered: " + e.getMessage(), e);
        } finally {
            for (int descriptor : new int[] {program, sockets}) {
                if (descriptor >= 0) {
                    Kernel.close(descriptor); // the link holds what it needs
                }
            }
        }
    }

    private static int map(Arena arena, int listener) throws KernelException {
        int map =
                bpf(
                        MAP_CREATE,
                        Struct.of(arena, ATTRIBUTES)
                                .with(0, SOCKET_MAP)
                                .with(4, 4)
                                .with(8, 4)
                                .with(12, 1));
        MemorySegment key = Struct.of(arena, 4).memory();
        MemorySegment value = Struct.of(arena, 4).with(0, listener).memory();
        try {
            bpf(MAP_UPDATE, Struct.of(arena, ATTRIBUTES).with(0, map).with(8, key).with(16, value));
            return map;
        } catch (KernelException e) {
            Kernel.close(map);
            throw e;
        }
    }

    private static int load(Arena arena, int sockets) throws KernelException {
        List<Long> program = SteeringProgram.of(sockets);
        MemorySegment code = arena.allocate(program.size() * 8L, 8);
        for (int i = 0; i < program.size(); i++) {
            code.set(Struct.LONG, i * 8L, program.get(i));
        }
        return bpf(
                PROGRAM_LOAD,
                Struct.of(arena, ATTRIBUTES)
                        .with(0, SOCKET_LOOKUP_PROGRAM)
                        .with(4, program.size())
                        .with(8, code)
                        .with(16, arena.allocateFrom("Apache-2.0"))
                        .with(68, SOCKET_LOOKUP));
    }

    private static int bpf(int command, Struct attributes) throws KernelException {
        return Libc.SYSCALL.call(number(), command, attributes.address(), ATTRIBUTES);
    }

    private static int number() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> 280;
            default -> 321; // x86-64
        };
    }
}
