package dev.meterlark.wasmhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.wasmhost.Descriptors.Open;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** What is done to something open, by its number. */
final class WasiStreams {

    private static final int FOLDER = 3;
    private static final int FILE = 4;
    private static final int STREAM = 0;
    private static final int APPEND = 1;
    private static final int READ_RIGHT = 1 << 1;
    private static final int WRITE_RIGHT = 1 << 6;
    private static final long ALL_RIGHTS = (1L << 30) - 1;
    private static final int ENTRY = 24;

    static final List<WasiFunction> FUNCTIONS =
            List.of(
                    of("fd_read", "iiii", WasiStreams::read),
                    of("fd_write", "iiii", WasiStreams::write),
                    of("fd_pread", "iiiIi", WasiStreams::readAt),
                    of("fd_pwrite", "iiiIi", WasiStreams::writeAt),
                    of("fd_seek", "iIii", WasiStreams::seek),
                    of("fd_tell", "ii", (g, m, a) -> m.put64(a[1], file(g, a).at)),
                    of("fd_close", "i", (g, _, a) -> g.descriptors().close(a[0])),
                    of("fd_renumber", "ii", (g, _, a) -> g.descriptors().renumber(a[0], a[1])),
                    of("fd_sync", "i", (g, _, a) -> g.descriptors().get(a[0])),
                    of("fd_datasync", "i", (g, _, a) -> g.descriptors().get(a[0])),
                    of("fd_advise", "iIIi", (g, _, a) -> file(g, a)),
                    of("fd_allocate", "iII", WasiStreams::allocate),
                    of("fd_fdstat_get", "ii", WasiStreams::state),
                    of("fd_fdstat_set_flags", "ii", WasiStreams::flags),
                    of("fd_fdstat_set_rights", "iII", (g, _, a) -> g.descriptors().get(a[0])),
                    of("fd_filestat_get", "ii", WasiStreams::fileState),
                    of("fd_filestat_set_size", "iI", (g, _, a) -> written(g, a).file.resize(a[1])),
                    of("fd_filestat_set_times", "iIIi", (g, _, a) -> g.descriptors().get(a[0])),
                    of("fd_prestat_get", "ii", WasiStreams::preopened),
                    of("fd_prestat_dir_name", "iii", WasiStreams::preopenedName),
                    of("fd_readdir", "iiiIi", WasiStreams::entries));

    private WasiStreams() {}

    private static WasiFunction of(String name, String parameters, WasiFunction.Body body) {
        return new WasiFunction(name, parameters, body);
    }

    private static Open.OpenFile file(Guest guest, long[] a) {
        return guest.descriptors().file(a[0]);
    }

    private static Open.OpenFile written(Guest guest, long[] a) {
        Open.OpenFile file = file(guest, a);
        if (!file.writes) {
            throw new WasiError(WasiError.NOT_CAPABLE);
        }
        return file;
    }

    private static Open.OpenFile readFrom(Guest guest, long[] a) {
        Open.OpenFile file = file(guest, a);
        if (!file.reads) {
            throw new WasiError(WasiError.NOT_CAPABLE);
        }
        return file;
    }

    private static void read(Guest guest, GuestMemory memory, long[] a) {
        int sum;
        if (guest.descriptors().get(a[0]) instanceof Open.Input input) {
            sum = fill(memory, a, input.event, input.at);
            input.at += sum;
        } else {
            Open.OpenFile file = readFrom(guest, a);
            sum = fill(memory, a, file.file, file.at);
            file.at += sum;
        }
        memory.put32(a[3], sum);
    }

    private static void readAt(Guest guest, GuestMemory memory, long[] a) {
        memory.put32(a[4], fill(memory, a, readFrom(guest, a).file, position(a[3])));
    }

    private static int fill(GuestMemory memory, long[] a, byte[] from, int at) {
        int sum = 0;
        for (GuestMemory.Piece piece : memory.pieces(a[1], a[2])) {
            int length = Math.min(piece.length(), from.length - at - sum);
            memory.write(piece.at(), from, at + sum, length);
            sum += length;
        }
        return sum;
    }

    private static int fill(GuestMemory memory, long[] a, Files.File from, long at) {
        int sum = 0;
        for (GuestMemory.Piece piece : memory.pieces(a[1], a[2])) {
            byte[] bytes = from.read(at + sum, piece.length());
            memory.write(piece.at(), bytes);
            sum += bytes.length;
        }
        return sum;
    }

    private static void write(Guest guest, GuestMemory memory, long[] a) {
        Open open = guest.descriptors().get(a[0]);
        if (open instanceof Open.Input) {
            throw new WasiError(WasiError.BAD_DESCRIPTOR);
        }
        int sum = 0;
        for (GuestMemory.Piece piece : memory.pieces(a[1], a[2])) {
            GuestEnd.ifInterrupted();
            byte[] bytes = memory.read(piece.at(), piece.length());
            if (open instanceof Open.Output output) {
                print(guest, output, bytes);
            } else {
                Open.OpenFile file = written(guest, a);
                file.at = file.appends ? file.file.size() : file.at;
                file.file.write(file.at, bytes);
                file.at += bytes.length;
            }
            sum += bytes.length;
        }
        memory.put32(a[3], sum);
    }

    private static void print(Guest guest, Open.Output output, byte[] bytes) {
        if (output.log()) {
            guest.log().write(bytes);
        } else {
            guest.answer().write(bytes);
        }
    }

    private static void writeAt(Guest guest, GuestMemory memory, long[] a) {
        Open.OpenFile file = written(guest, a);
        long at = position(a[3]);
        int sum = 0;
        for (GuestMemory.Piece piece : memory.pieces(a[1], a[2])) {
            file.file.write(at + sum, memory.read(piece.at(), piece.length()));
            sum += piece.length();
        }
        memory.put32(a[4], sum);
    }

    private static long position(long offset) {
        if (offset < 0 || offset > Integer.MAX_VALUE) {
            throw new WasiError(WasiError.INVALID);
        }
        return offset;
    }

    private static void seek(Guest guest, GuestMemory memory, long[] a) {
        Open.OpenFile file = file(guest, a);
        long from =
                switch ((int) a[2]) {
                    case 0 -> 0;
                    case 1 -> file.at;
                    case 2 -> file.file.size();
                    default -> throw new WasiError(WasiError.INVALID);
                };
        file.at = position(from + position(Math.abs(a[1])) * Long.signum(a[1]));
        memory.put64(a[3], file.at);
    }

    private static void allocate(Guest guest, GuestMemory memory, long[] a) {
        Open.OpenFile file = written(guest, a);
        long end = position(a[1]) + position(a[2]);
        if (end > file.file.size()) {
            file.file.resize(end);
        }
    }

    private static void state(Guest guest, GuestMemory memory, long[] a) {
        memory.zero(a[1], 24);
        long at = memory.check(a[1], 24);
        switch (guest.descriptors().get(a[0])) {
            case Open.Input _ -> memory.put64(at + 8, READ_RIGHT);
            case Open.Output _ -> memory.put64(at + 8, WRITE_RIGHT);
            case Open.OpenFolder _ -> {
                memory.put8(at, FOLDER);
                memory.put64(at + 8, ALL_RIGHTS);
                memory.put64(at + 16, ALL_RIGHTS);
            }
            case Open.OpenFile file -> {
                memory.put8(at, FILE);
                memory.put16(at + 2, file.appends ? APPEND : 0);
                memory.put64(at + 8, ALL_RIGHTS);
            }
        }
    }

    private static void flags(Guest guest, GuestMemory memory, long[] a) {
        if (guest.descriptors().get(a[0]) instanceof Open.OpenFile file) {
            file.appends = (a[1] & APPEND) != 0;
        }
    }

    private static void fileState(Guest guest, GuestMemory memory, long[] a) {
        switch (guest.descriptors().get(a[0])) {
            case Open.Input _, Open.Output _ -> memory.zero(a[1], 64);
            case Open.OpenFolder folder -> describe(memory, a[1], folder.folder());
            case Open.OpenFile file -> describe(memory, a[1], file.file);
        }
    }

    /** Times are only good for comparing: they count from nowhere in particular. */
    static void describe(GuestMemory memory, long address, Files.Node node) {
        memory.zero(address, 64);
        long at = memory.check(address, 64);
        memory.put64(at + 8, node.number);
        memory.put8(at + 16, node instanceof Files.Folder ? FOLDER : FILE);
        memory.put64(at + 24, 1);
        memory.put64(at + 32, node instanceof Files.File file ? file.size() : 0);
        for (int time = 40; time <= 56; time += 8) {
            memory.put64(at + time, node.changed);
        }
    }

    private static String preopenedName(Guest guest, long number) {
        if (guest.descriptors().get(number) instanceof Open.OpenFolder folder
                && !folder.preopened().isEmpty()) {
            return folder.preopened();
        }
        throw new WasiError(WasiError.BAD_DESCRIPTOR);
    }

    private static void preopened(Guest guest, GuestMemory memory, long[] a) {
        String name = preopenedName(guest, a[0]);
        memory.zero(a[1], 8);
        memory.put32((a[1] & 0xffff_ffffL) + 4, name.length());
    }

    private static void preopenedName(Guest guest, GuestMemory memory, long[] a) {
        byte[] name = preopenedName(guest, a[0]).getBytes(UTF_8);
        if ((a[2] & 0xffff_ffffL) < name.length) {
            throw new WasiError(WasiError.NAME_TOO_LONG);
        }
        memory.write(a[1], name);
    }

    /** As many whole or broken-off entries as there is room for; a full buffer says: ask again. */
    private static void entries(Guest guest, GuestMemory memory, long[] a) {
        Files.Folder folder = guest.descriptors().folder(a[0]);
        long room = a[2] & 0xffff_ffffL;
        long at = memory.check(a[1], room);
        long used = 0;
        long index = 0;
        for (Map.Entry<String, Files.Node> each : folder.entries.entrySet()) {
            if (index++ < a[3]) {
                continue;
            }
            byte[] entry = entry(index, each.getKey(), each.getValue());
            int length = (int) Math.min(entry.length, room - used);
            memory.write(at + used, entry, 0, length);
            used += length;
            if (used == room) {
                break;
            }
        }
        memory.put32(a[4], (int) used);
    }

    private static byte[] entry(long next, String name, Files.Node node) {
        byte[] utf8 = name.getBytes(UTF_8);
        var entry = ByteBuffer.allocate(ENTRY + utf8.length);
        entry.order(ByteOrder.LITTLE_ENDIAN);
        entry.putLong(next).putLong(node.number).putInt(utf8.length);
        entry.put((byte) (node instanceof Files.Folder ? FOLDER : FILE));
        entry.position(ENTRY);
        entry.put(utf8);
        return entry.array();
    }
}
