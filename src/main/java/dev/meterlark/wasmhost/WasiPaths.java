package dev.meterlark.wasmhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.wasmhost.Descriptors.Open;

import java.util.List;

/** What is done to something by its path, which begins in a folder that is open. */
final class WasiPaths {

    private static final int CREATE = 1;
    private static final int FOLDER = 2;
    private static final int EXCLUSIVE = 4;
    private static final int TRUNCATE = 8;
    private static final int APPEND = 1;
    private static final long READ_RIGHT = 1 << 1;
    private static final long WRITE_RIGHT = 1 << 6;
    private static final int LONGEST_PATH = 4096;

    static final List<WasiFunction> FUNCTIONS =
            List.of(
                    of("path_open", "iiiiiIIii", WasiPaths::open),
                    of("path_filestat_get", "iiiii", WasiPaths::fileState),
                    of(
                            "path_create_directory",
                            "iii",
                            (g, m, a) -> files(g).makeFolder(place(g, m, a, 0))),
                    of(
                            "path_remove_directory",
                            "iii",
                            (g, m, a) -> files(g).removeFolder(place(g, m, a, 0))),
                    of(
                            "path_unlink_file",
                            "iii",
                            (g, m, a) -> files(g).removeFile(place(g, m, a, 0))),
                    of(
                            "path_rename",
                            "iiiiii",
                            (g, m, a) -> files(g).rename(place(g, m, a, 0), place(g, m, a, 3))),
                    of("path_filestat_set_times", "iiiiIIi", (g, m, a) -> find(g, m, a).node()),
                    of("path_link", "iiiiiii", WasiPaths::noLinks),
                    of("path_symlink", "iiiii", WasiPaths::noLinks),
                    of("path_readlink", "iiiiii", WasiPaths::noLink));

    private WasiPaths() {}

    private static WasiFunction of(String name, String parameters, WasiFunction.Body body) {
        return new WasiFunction(name, parameters, body);
    }

    private static Files files(Guest guest) {
        return guest.descriptors().files();
    }

    /** From three arguments: folder, address and length of the path. */
    private static Files.Place place(Guest guest, GuestMemory memory, long[] a, int first) {
        return place(guest, memory, a[first], a[first + 1], a[first + 2]);
    }

    /** From four of them: flags, about links that there are none of, stand in between. */
    private static Files.Place find(Guest guest, GuestMemory memory, long[] a) {
        return place(guest, memory, a[0], a[2], a[3]);
    }

    private static Files.Place place(
            Guest guest, GuestMemory memory, long folder, long address, long length) {
        Files.Folder from = guest.descriptors().folder(folder);
        long bytes = length & 0xffff_ffffL;
        if (bytes > LONGEST_PATH) {
            throw new WasiError(WasiError.NAME_TOO_LONG);
        }
        return Files.find(from, new String(memory.read(address, bytes), UTF_8));
    }

    private static void open(Guest guest, GuestMemory memory, long[] a) {
        Files.Place place = find(guest, memory, a);
        int how = (int) a[4];
        if (!place.isThere() && (how & CREATE) != 0 && (how & FOLDER) == 0) {
            memory.check(a[8], 4);
            files(guest).makeFile(place);
        } else if ((how & CREATE) != 0 && (how & EXCLUSIVE) != 0) {
            throw new WasiError(WasiError.EXISTS);
        }
        memory.put32(a[8], guest.descriptors().add(opened(place.node(), how, a[5], (int) a[7])));
    }

    private static Open opened(Files.Node node, int how, long rights, int flags) {
        return switch (node) {
            case Files.Folder folder -> new Open.OpenFolder(folder, "");
            case Files.File _ when (how & FOLDER) != 0 -> throw new WasiError(WasiError.NO_FOLDER);
            case Files.File file -> {
                boolean writes = (rights & WRITE_RIGHT) != 0;
                if ((how & TRUNCATE) != 0) {
                    file.resize(0);
                }
                boolean reads = (rights & READ_RIGHT) != 0;
                yield new Open.OpenFile(file, reads, writes, (flags & APPEND) != 0);
            }
        };
    }

    private static void fileState(Guest guest, GuestMemory memory, long[] a) {
        WasiStreams.describe(memory, a[4], find(guest, memory, a).node());
    }

    private static void noLinks(Guest guest, GuestMemory memory, long[] a) {
        throw new WasiError(WasiError.NOT_SUPPORTED);
    }

    private static void noLink(Guest guest, GuestMemory memory, long[] a) {
        place(guest, memory, a, 0).node();
        throw new WasiError(WasiError.INVALID);
    }
}
