package dev.meterlark.wasmhost;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Files in memory, made for one call and gone with it. All bytes together are bounded, and so is
 * the number of files. There are no links, and no name leads out.
 */
final class Files {

    private static final int MOST_FILES = 1024;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 4096;

    private final Folder root = new Folder();
    private final int mostBytes;
    private int bytes;
    private int count;
    private long peak;
    private long nextNumber = 1;

    Files(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    Folder root() {
        return root;
    }

    long peakBytes() {
        return peak;
    }

    abstract sealed class Node {
        final long number = nextNumber++;
        long changed;
    }

    final class Folder extends Node {
        final TreeMap<String, Node> entries = new TreeMap<>();
    }

    final class File extends Node {
        private byte[] content = {};
        private int size;

        int size() {
            return size;
        }

        byte[] read(long from, int length) {
            int at = (int) Math.min(from, size);
            return Arrays.copyOfRange(content, at, at + Math.min(length, size - at));
        }

        void write(long at, byte[] more) {
            if (at + more.length > size) {
                resize(at + more.length);
            }
            System.arraycopy(more, 0, content, (int) at, more.length);
            changed = System.nanoTime();
        }

        void resize(long wanted) {
            if (wanted < 0 || wanted - size > mostBytes - bytes) {
                throw new WasiError(WasiError.NO_SPACE);
            }
            int to = (int) wanted;
            if (to > content.length) {
                content = Arrays.copyOf(content, Math.max(to, Math.min(mostBytes, 2 * size)));
            } else if (to < size) {
                Arrays.fill(content, to, size, (byte) 0);
            }
            bytes += to - size;
            peak = Math.max(peak, bytes);
            size = to;
        }
    }

    /** Where a path leads from a folder: its last name, and the folder that has it or could. */
    record Place(Folder folder, String name) {

        Node node() {
            Node node = name.isEmpty() ? folder : folder.entries.get(name);
            if (node == null) {
                throw new WasiError(WasiError.NO_ENTRY);
            }
            return node;
        }

        boolean isThere() {
            return name.isEmpty() || folder.entries.containsKey(name);
        }

        /** Something that has a name of its own to be removed or renamed by. */
        Place named() {
            if (name.isEmpty()) {
                throw new WasiError(WasiError.INVALID);
            }
            return this;
        }
    }

    static Place find(Folder from, String path) {
        if (path.length() > LONGEST_PATH) {
            throw new WasiError(WasiError.NAME_TOO_LONG);
        }
        if (path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new WasiError(WasiError.NOT_CAPABLE);
        }
        var way = new ArrayDeque<Folder>();
        Place place = new Place(from, "");
        for (String name : path.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.length() > LONGEST_NAME) {
                throw new WasiError(WasiError.NAME_TOO_LONG);
            }
            if (!(place.node() instanceof Folder folder)) {
                throw new WasiError(WasiError.NO_FOLDER);
            }
            if (!name.equals("..")) {
                way.push(folder);
                place = new Place(folder, name);
            } else if (way.isEmpty()) {
                throw new WasiError(WasiError.NOT_CAPABLE);
            } else {
                place = new Place(way.pop(), "");
            }
        }
        return place;
    }

    File makeFile(Place place) {
        count();
        File made = new File();
        place.folder().entries.put(place.name(), made);
        return made;
    }

    void makeFolder(Place place) {
        if (place.isThere()) {
            throw new WasiError(WasiError.EXISTS);
        }
        count();
        place.folder().entries.put(place.name(), new Folder());
    }

    private void count() {
        if (count >= MOST_FILES) {
            throw new WasiError(WasiError.NO_SPACE);
        }
        count++;
    }

    /** A file's bytes are free again at once; who has it open finds it empty. */
    void removeFile(Place place) {
        if (!(place.named().node() instanceof File file)) {
            throw new WasiError(WasiError.IS_FOLDER);
        }
        file.resize(0);
        forget(place);
    }

    void removeFolder(Place place) {
        if (!(place.named().node() instanceof Folder folder)) {
            throw new WasiError(WasiError.NO_FOLDER);
        }
        if (!folder.entries.isEmpty()) {
            throw new WasiError(WasiError.NOT_EMPTY);
        }
        forget(place);
    }

    private void forget(Place place) {
        place.folder().entries.remove(place.name());
        count--;
    }

    void rename(Place from, Place to) {
        Node moved = from.named().node();
        if (moved instanceof Folder folder && holds(folder, to.folder())) {
            throw new WasiError(WasiError.INVALID);
        }
        if (to.named().isThere()) {
            Node replaced = to.node();
            if (replaced == moved) {
                return;
            }
            if (replaced instanceof Folder) {
                removeFolder(to);
            } else {
                removeFile(to);
            }
        }
        from.folder().entries.remove(from.name());
        to.folder().entries.put(to.name(), moved);
    }

    private static boolean holds(Folder outer, Folder inner) {
        if (outer == inner) {
            return true;
        }
        return outer.entries.values().stream()
                .anyMatch(each -> each instanceof Folder folder && holds(folder, inner));
    }
}
