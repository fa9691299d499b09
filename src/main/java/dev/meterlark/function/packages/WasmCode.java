package dev.meterlark.function.packages;

/**
 * Walks through a module's code without understanding it, to see how deep and how long it is and
 * that it has no instruction that is not offered.
 */
final class WasmCode {

    private static final long LONGEST_BODY = 1 << 20;
    private static final long MOST_LOCALS = 5_000;
    private static final int DEEPEST_NESTING = 1_000;
    private static final long MOST_BRANCHES = 20_000;

    private final WasmReader in;
    private int depth = 1;

    private WasmCode(WasmReader in) {
        this.in = in;
    }

    /** A function's locals and instructions. */
    static void body(WasmReader in) {
        long length = in.u32();
        WasmCheck.require("bytes in one function", length, LONGEST_BODY);
        WasmReader body = in.part(length);
        long locals = 0;
        for (long groups = body.u32(); groups > 0; groups--) {
            locals += body.u32();
            WasmCheck.require("locals in one function", locals, MOST_LOCALS);
            WasmCheck.valueType(body);
        }
        new WasmCode(body).walk();
        if (!body.atEnd()) {
            throw WasmReader.broken("a function goes on after its end");
        }
    }

    /** What a global, an offset or an element is computed from. */
    static void constant(WasmReader in) {
        new WasmCode(in).walk();
    }

    private void walk() {
        while (depth > 0) {
            instruction(in.octet());
        }
    }

    private void instruction(int code) {
        switch (code) {
            case 0x00, 0x01, 0x05, 0x0f, 0x1a, 0x1b, 0xd1 -> {} // no immediates
            case 0x02, 0x03, 0x04 -> open();
            case 0x0b -> depth--;
            case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f ->
                    throw WasmReader.broken("it uses exceptions, which are not offered");
            case 0x0c, 0x0d, 0x10, 0x12, 0xd2 -> in.u32();
            case 0x0e -> branchTable();
            case 0x11, 0x13 -> {
                in.u32();
                in.u32();
            }
            case 0x1c -> {
                for (long count = in.u32(); count > 0; count--) {
                    WasmCheck.valueType(in);
                }
            }
            case 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26 -> in.u32();
            case 0x3f, 0x40 -> firstMemory(in.octet());
            case 0x41 -> in.skipNumber(32);
            case 0x42 -> in.skipNumber(64);
            case 0x43 -> in.skip(4);
            case 0x44 -> in.skip(8);
            case 0xd0 -> WasmCheck.valueType(in);
            case 0xfc -> bulk();
            case 0xfd -> throw WasmCheck.vectors();
            case 0xfe ->
                    throw WasmReader.broken("it uses atomic instructions; threads are not offered");
            default -> numeric(code);
        }
    }

    private void open() {
        if (++depth > DEEPEST_NESTING) {
            throw WasmReader.broken(
                    "its blocks are nested deeper than %d".formatted(DEEPEST_NESTING));
        }
        in.skipNumber(33); // a type in one byte, or an index of one
    }

    private void branchTable() {
        long count = in.u32();
        WasmCheck.require("branches in one table", count, MOST_BRANCHES);
        for (long i = 0; i <= count; i++) {
            in.u32();
        }
    }

    private void numeric(int code) {
        if (code >= 0x28 && code <= 0x3e) {
            if (in.u32()
                    >= 32) { // where another memory would be named, and the offset be of 64 bits
                throw secondMemory();
            }
            in.u32();
        } else if (code < 0x45 || code > 0xc4) {
            throw WasmReader.broken(
                    "it uses the instruction 0x%02x, which is unknown".formatted(code));
        }
    }

    private void bulk() {
        long code = in.u32();
        switch ((int) Math.min(code, 99)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> {} // conversions that saturate
            case 8 -> {
                in.u32();
                firstMemory(in.octet());
            }
            case 9, 13, 15, 16, 17 -> in.u32();
            case 10 -> {
                firstMemory(in.octet());
                firstMemory(in.octet());
            }
            case 11 -> firstMemory(in.octet());
            case 12, 14 -> {
                in.u32();
                in.u32();
            }
            default ->
                    throw WasmReader.broken(
                            "it uses the instruction 0xfc %d, which is unknown".formatted(code));
        }
    }

    private static void firstMemory(int index) {
        if (index != 0) {
            throw secondMemory();
        }
    }

    private static RuntimeException secondMemory() {
        return WasmReader.broken("it uses a second memory, which is not offered");
    }
}
