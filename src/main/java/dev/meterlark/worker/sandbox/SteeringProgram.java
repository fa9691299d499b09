package dev.meterlark.worker.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The instructions of {@link Steering}, each 8 bytes: operation, registers, jump, constant. In C:
 *
 * <pre>{@code
 * if (ctx->protocol != TCP) return PASS;
 * if (ctx->family == AF_INET ? first byte of ctx->local_ip4 == 127 : ctx->local_ip6 == ::1)
 *     return PASS;
 * sk = map_lookup(&sockets, &zero);
 * if (!sk) return DROP;
 * err = sk_assign(ctx, sk, 0);
 * sk_release(sk);
 * return err ? DROP : PASS;
 * }</pre>
 */
final class SteeringProgram {

    private static final int MOVE = 0xbf;
    private static final int MOVE_CONSTANT = 0xb7;
    private static final int LOAD = 0x61;
    private static final int STORE_CONSTANT = 0x62;
    private static final int OR = 0x4f;
    private static final int AND_CONSTANT = 0x57;
    private static final int ADD_CONSTANT = 0x07;
    private static final int JUMP = 0x05;
    private static final int JUMP_IF = 0x15;
    private static final int JUMP_UNLESS = 0x55;
    private static final int LOAD_MAP = 0x18;
    private static final int CALL = 0x85;
    private static final int EXIT = 0x95;

    private static final int TCP = 6;
    private static final int AF_INET = 2;
    private static final int LOOKUP = 1;
    private static final int RELEASE = 86;
    private static final int ASSIGN = 124;

    /** Offsets in the kernel's {@code struct bpf_sk_lookup}. */
    private static final int FAMILY = 8;

    private static final int PROTOCOL = 12;
    private static final int LOCAL_IP4 = 40;
    private static final int LOCAL_IP6 = 44;

    private record Jump(int at, String label) {}

    private final List<Long> code = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private SteeringProgram() {}

    static List<Long> of(int sockets) {
        var program = new SteeringProgram();
        program.passOwnLoopback();
        program.assign(sockets);
        program.label("pass").returning(1);
        program.label("drop").returning(0);
        program.resolve();
        return program.code;
    }

    private void passOwnLoopback() {
        add(MOVE, 6, 1, 0, 0);
        add(LOAD, 2, 6, PROTOCOL, 0);
        jump(JUMP_UNLESS, 2, TCP, "pass");
        add(LOAD, 2, 6, FAMILY, 0);
        jump(JUMP_UNLESS, 2, AF_INET, "version 6");
        add(LOAD, 2, 6, LOCAL_IP4, 0);
        add(AND_CONSTANT, 2, 0, 0, 0xff); // network order on a little-endian machine
        jump(JUMP_IF, 2, 127, "pass");
        jump(JUMP, 0, 0, "assign");
        label("version 6");
        add(LOAD, 2, 6, LOCAL_IP6, 0);
        for (int word = 1; word < 3; word++) {
            add(LOAD, 3, 6, LOCAL_IP6 + 4 * word, 0);
            add(OR, 2, 3, 0, 0);
        }
        jump(JUMP_UNLESS, 2, 0, "assign");
        add(LOAD, 3, 6, LOCAL_IP6 + 12, 0);
        jump(JUMP_IF, 3, 0x0100_0000, "pass");
    }

    private void assign(int sockets) {
        label("assign");
        add(STORE_CONSTANT, 10, 0, -4, 0);
        add(MOVE, 2, 10, 0, 0);
        add(ADD_CONSTANT, 2, 0, 0, -4);
        add(LOAD_MAP, 1, 1, 0, sockets);
        add(0, 0, 0, 0, 0);
        add(CALL, 0, 0, 0, LOOKUP);
        jump(JUMP_IF, 0, 0, "drop");
        add(MOVE, 7, 0, 0, 0);
        add(MOVE, 1, 6, 0, 0);
        add(MOVE, 2, 7, 0, 0);
        add(MOVE_CONSTANT, 3, 0, 0, 0);
        add(CALL, 0, 0, 0, ASSIGN);
        add(MOVE, 8, 0, 0, 0);
        add(MOVE, 1, 7, 0, 0);
        add(CALL, 0, 0, 0, RELEASE);
        jump(JUMP_UNLESS, 8, 0, "drop");
    }

    private void returning(int value) {
        add(MOVE_CONSTANT, 0, 0, 0, value);
        add(EXIT, 0, 0, 0, 0);
    }

    private SteeringProgram label(String name) {
        labels.put(name, code.size());
        return this;
    }

    private void jump(int operation, int register, int constant, String label) {
        jumps.add(new Jump(code.size(), label));
        add(operation, register, 0, 0, constant);
    }

    private void add(int operation, int to, int from, int offset, int constant) {
        code.add(
                operation
                        | (long) to << 8
                        | (long) from << 12
                        | (offset & 0xffffL) << 16
                        | (long) constant << 32);
    }

    private void resolve() {
        for (Jump jump : jumps) {
            long distance = labels.getOrDefault(jump.label(), 0) - jump.at() - 1;
            code.set(jump.at(), code.get(jump.at()) | (distance & 0xffff) << 16);
        }
    }
}
