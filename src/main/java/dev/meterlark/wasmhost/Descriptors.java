package dev.meterlark.wasmhost;

import java.util.Map;
import java.util.TreeMap;

/** What a guest has open: its event, its answer, its log, one folder and what it opens there. */
final class Descriptors {

    static final String TMP = "/tmp";

    private static final int FIRST_FOLDER = 3;
    private static final int MOST = 256;

    private final Map<Integer, Open> open = new TreeMap<>();
    private final Files files;

    Descriptors(byte[] event, Files files) {
        this.files = files;
        open.put(0, new Open.Input(event));
        open.put(1, new Open.Output(false));
        open.put(2, new Open.Output(true));
        open.put(FIRST_FOLDER, new Open.OpenFolder(files.root(), TMP));
    }

    sealed interface Open {

        /** The event, and how much of it was read. */
        final class Input implements Open {
            final byte[] event;
            int at;

            Input(byte[] event) {
                this.event = event;
            }
        }

        record Output(boolean log) implements Open {}

        /**
         * @param preopened its name when the guest finds it open, else empty
         */
        record OpenFolder(Files.Folder folder, String preopened) implements Open {}

        final class OpenFile implements Open {
            final Files.File file;
            final boolean reads;
            final boolean writes;
            boolean appends;
            long at;

            OpenFile(Files.File file, boolean reads, boolean writes, boolean appends) {
                this.file = file;
                this.reads = reads;
                this.writes = writes;
                this.appends = appends;
            }
        }
    }

    Files files() {
        return files;
    }

    Open get(long number) {
        Open found = open.get((int) number);
        if (found == null) {
            throw new WasiError(WasiError.BAD_DESCRIPTOR);
        }
        return found;
    }

    Open.OpenFile file(long number) {
        return switch (get(number)) {
            case Open.OpenFile file -> file;
            case Open.OpenFolder _ -> throw new WasiError(WasiError.IS_FOLDER);
            case Open.Input _, Open.Output _ -> throw new WasiError(WasiError.NOT_SEEKABLE);
        };
    }

    Files.Folder folder(long number) {
        if (get(number) instanceof Open.OpenFolder folder) {
            return folder.folder();
        }
        throw new WasiError(WasiError.NO_FOLDER);
    }

    int add(Open opened) {
        if (open.size() >= MOST) {
            throw new WasiError(WasiError.TOO_MANY_FILES);
        }
        int number = 0;
        while (open.containsKey(number)) {
            number++;
        }
        open.put(number, opened);
        return number;
    }

    void close(long number) {
        get(number);
        open.remove((int) number);
    }

    /** Only among those that are open, so that no number can be out of bounds. */
    void renumber(long from, long to) {
        get(to);
        open.put((int) to, get(from));
        if (from != to) {
            open.remove((int) from);
        }
    }
}
