package dev.meterlark.trigger.database;

import java.util.Map;

/**
 * Where in a binary log something is: a transaction begins at a position in a file, and has events
 * of several rows.
 *
 * @param position of the transaction's beginning, in bytes
 * @param event its number in the transaction
 * @param row its number in the event
 */
record BinlogPlace(String file, long position, long event, long row) {

    private static final String SEPARATOR = ":"; // file names end in a dot and digits

    /**
     * @param offset as the engine keeps it
     */
    static BinlogPlace of(Map<String, ?> offset) {
        return new BinlogPlace(
                String.valueOf(offset.get("file")),
                number(offset, "pos"),
                number(offset, "event"),
                number(offset, "row"));
    }

    /**
     * @param text as {@link #toString} writes it, and whatever follows it
     */
    static BinlogPlace parse(String text) {
        String[] parts = text.split(SEPARATOR);
        return new BinlogPlace(parts[0], Long.parseLong(parts[1]), 0, 0);
    }

    /** Of a log that is longer than it. */
    long bytesTo(String otherFile, long length) {
        int order = otherFile.compareTo(file);
        if (order < 0) {
            return 0;
        }
        return order == 0 ? Math.max(0, length - position) : length;
    }

    @Override
    public String toString() {
        return String.join(
                SEPARATOR, file, Long.toString(position), Long.toString(event), Long.toString(row));
    }

    private static long number(Map<String, ?> offset, String member) {
        return offset.get(member) instanceof Number number ? number.longValue() : 0;
    }
}
