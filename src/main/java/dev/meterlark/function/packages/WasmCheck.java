package dev.meterlark.function.packages;

import org.jspecify.annotations.Nullable;

/**
 * What a WebAssembly module may be, before anything of it is run or even compiled: WebAssembly 2.0
 * without vectors, threads and further memories, importing WASI preview 1 and nothing else. Whether
 * its code is well typed is for the sandbox to find out; here it is only counted.
 */
final class WasmCheck {

    static final int LARGEST_MODULE = 20 << 20;

    private static final int CUSTOM = 0;
    private static final int DATA_COUNT = 12;
    private static final int TAG = 13;

    /** The order in which sections may come, by their ids; the count of data comes before code. */
    private static final int[] RANKS = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

    private static final int FUNCTION = 0;
    private static final int TABLE = 1;
    private static final int MEMORY = 2;
    private static final int GLOBAL = 3;
    private static final int TAG_IMPORT = 4;

    private static final long MOST_TYPES = 10_000;
    private static final long MOST_IMPORTS = 1_000;
    private static final long MOST_FUNCTIONS = 50_000;
    private static final long MOST_TABLES = 16;
    private static final long MOST_TABLE_ELEMENTS = 100_000;
    private static final long MOST_GLOBALS = 10_000;
    private static final long MOST_EXPORTS = 10_000;
    private static final long MOST_SEGMENTS = 20_000;
    private static final long MOST_SECTIONS = 1_000;
    private static final long MOST_PARAMETERS = 255;
    private static final long MOST_PAGES = 65_536;

    private final WasmReader module;
    private int rank;
    private long functions;
    private long bodies;
    private boolean exportsStart;
    private boolean hasMemory;

    private WasmCheck(byte[] module) {
        this.module = new WasmReader(module);
    }

    /** Refuses by a text that names what is wrong. */
    static void check(byte[] module) {
        new WasmCheck(module).check();
    }

    private void check() {
        if (module.left() < 8 || octets() != 0x6d736100L) {
            throw WasmReader.broken("it does not begin as one, with \\0asm");
        }
        long version = octets();
        if (version != 1) {
            throw WasmReader.broken(
                    version == 0x1000d
                            ? "it is a component; build a core module for wasm32-wasip1"
                            : "its version is %d, and only 1 is known".formatted(version));
        }
        for (int count = 0; !module.atEnd(); count++) {
            require("sections", count + 1, MOST_SECTIONS);
            section(module.octet(), module.part(module.u32()));
        }
        if (bodies != functions) {
            throw WasmReader.broken(
                    "it declares %d functions and has code for %d".formatted(functions, bodies));
        }
        if (!exportsStart) {
            throw WasmReader.broken(
                    "it exports no function _start; build it as a command, not as a library");
        }
        if (!hasMemory) {
            throw WasmReader.broken("it has no memory, and so can neither read nor answer");
        }
    }

    private long octets() {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) module.octet() << shift;
        }
        return value;
    }

    private void section(int id, WasmReader content) {
        if (id == CUSTOM) {
            content.name();
            return;
        }
        if (id == TAG) {
            throw WasmReader.broken("it uses exceptions, which are not offered");
        }
        if (id >= RANKS.length || RANKS[id] <= rank) {
            throw WasmReader.broken("section %d is unknown or out of order".formatted(id));
        }
        rank = RANKS[id];
        switch (id) {
            case 1 -> each(content, "types", MOST_TYPES, WasmCheck::type);
            case 2 -> each(content, "imports", MOST_IMPORTS, this::importedThing);
            case 3 -> functions = each(content, "functions", MOST_FUNCTIONS, WasmReader::u32);
            case 4 -> each(content, "tables", MOST_TABLES, WasmCheck::table);
            case 5 -> each(content, "memories", 1, this::memory);
            case 6 -> each(content, "globals", MOST_GLOBALS, WasmCheck::global);
            case 7 -> each(content, "exports", MOST_EXPORTS, this::export);
            case 8 -> content.u32();
            case 9 -> each(content, "element segments", MOST_SEGMENTS, WasmCheck::elements);
            case 10 -> bodies = each(content, "bodies", MOST_FUNCTIONS, WasmCode::body);
            case 11 -> each(content, "data segments", MOST_SEGMENTS, WasmCheck::data);
            case DATA_COUNT -> require("data segments", content.u32(), MOST_SEGMENTS);
            default -> throw new IllegalStateException("section " + id + " has a rank");
        }
        if (!content.atEnd()) {
            throw WasmReader.broken("section %d holds more than it says".formatted(id));
        }
    }

    private interface Entry {
        void read(WasmReader in);
    }

    private static long each(WasmReader in, String what, long most, Entry entry) {
        long count = in.u32();
        require(what, count, most);
        for (long i = 0; i < count; i++) {
            entry.read(in);
        }
        return count;
    }

    static void require(String what, long count, long most) {
        if (count > most) {
            throw WasmReader.broken(
                    "it has %d %s; at most %d are accepted".formatted(count, what, most));
        }
    }

    private static void type(WasmReader in) {
        if (in.octet() != 0x60) {
            throw WasmReader.broken("it has types of garbage collection, which are not offered");
        }
        each(in, "parameters of a type", MOST_PARAMETERS, WasmCheck::valueType);
        each(in, "results of a type", MOST_PARAMETERS, WasmCheck::valueType);
    }

    static void valueType(WasmReader in) {
        int type = in.octet();
        switch (type) {
            case 0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f -> {}
            case 0x7b -> throw vectors();
            default ->
                    throw WasmReader.broken(
                            "it uses the value type 0x%02x, which is not offered".formatted(type));
        }
    }

    static RuntimeException vectors() {
        return WasmReader.broken(
                "it uses vector instructions, which are not offered; build it without SIMD");
    }

    private void importedThing(WasmReader in) {
        String from = in.name();
        String name = in.name();
        int kind = in.octet();
        String shown = Refusals.shown(from + "." + name);
        @Nullable String other =
                switch (kind) {
                    case FUNCTION -> null;
                    case TABLE -> "a table";
                    case MEMORY -> "a memory";
                    case GLOBAL -> "a global";
                    case TAG_IMPORT -> "an exception";
                    default -> "something unknown";
                };
        if (other != null) {
            throw WasmReader.broken(
                    "it imports %s, %s; only functions of WASI preview 1 can be imported"
                            .formatted(other, shown));
        }
        if (!from.equals(WasiNames.MODULE) || !WasiNames.FUNCTIONS.contains(name)) {
            throw WasmReader.broken(
                    "it imports %s, which is not here; there is WASI preview 1 and nothing else"
                            .formatted(shown));
        }
        in.u32();
    }

    private static void table(WasmReader in) {
        int type = in.octet();
        if (type != 0x70 && type != 0x6f) {
            throw WasmReader.broken("a table holds what is not offered: 0x%02x".formatted(type));
        }
        int flags = in.octet();
        if (flags > 1) {
            throw WasmReader.broken("it has a table that is shared or of 64 bits");
        }
        require("elements in a table", in.u32(), MOST_TABLE_ELEMENTS);
        if (flags == 1) {
            in.u32();
        }
    }

    private void memory(WasmReader in) {
        int flags = in.octet();
        if ((flags & 2) != 0) {
            throw WasmReader.broken("its memory is shared; threads are not offered");
        }
        if (flags > 1) {
            throw WasmReader.broken("its memory is of 64 bits, which is not offered");
        }
        require("pages of memory from the start", in.u32(), MOST_PAGES);
        if (flags == 1) {
            in.u32();
        }
        hasMemory = true;
    }

    private static void global(WasmReader in) {
        valueType(in);
        in.octet();
        WasmCode.constant(in);
    }

    private void export(WasmReader in) {
        String name = in.name();
        int kind = in.octet();
        in.u32();
        if (name.equals("_start")) {
            exportsStart = kind == FUNCTION;
        }
    }

    private static void elements(WasmReader in) {
        long flags = in.u32();
        if (flags > 7) {
            throw WasmReader.broken("it has an element segment of unknown kind " + flags);
        }
        boolean active = (flags & 1) == 0;
        if (active && (flags & 2) != 0) {
            in.u32();
        }
        if (active) {
            WasmCode.constant(in);
        }
        if ((flags & 3) != 0) {
            in.octet(); // what the elements are
        }
        Entry element = (flags & 4) != 0 ? WasmCode::constant : WasmReader::u32;
        each(in, "elements in a segment", MOST_TABLE_ELEMENTS, element);
    }

    private static void data(WasmReader in) {
        long flags = in.u32();
        if (flags > 2) {
            throw WasmReader.broken("it has a data segment of unknown kind " + flags);
        }
        if (flags == 2 && in.u32() != 0) {
            throw WasmReader.broken("its data are for a second memory, which is not offered");
        }
        if (flags != 1) {
            WasmCode.constant(in);
        }
        in.skip(in.u32());
    }
}
