package dev.meterlark.function.packages;

/**
 * An entry as the zip's directory describes it.
 *
 * @param rawName the name's bytes, which the local header must repeat
 * @param declaredSize what it says it unpacks to
 * @param headerAt where its local header begins in the file
 * @param mode UNIX mode; 0 when whoever packed it kept none
 */
record ZipRecord(
        String name,
        byte[] rawName,
        int flags,
        int method,
        long crc,
        long compressedSize,
        long declaredSize,
        long headerAt,
        int mode) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int FILE_TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int REGULAR = 0100000;

    boolean isFolder() {
        return name.endsWith("/");
    }

    boolean executable() {
        return (mode & 0111) != 0;
    }

    boolean sizesFollowData() {
        return (flags & 8) != 0;
    }

    boolean encrypted() {
        return (flags & (1 | 1 << 6 | 1 << 13)) != 0;
    }

    /** Refuses what is neither a plain file nor a folder, and what cannot be unpacked. */
    void requirePlain() {
        if (encrypted()) {
            throw Refusals.entry(name, "is encrypted; pack it without a password");
        }
        if (method != STORED && method != DEFLATED) {
            throw Refusals.entry(
                    name,
                    "is compressed by method %d; pack it with deflate, as every zip tool does"
                            .formatted(method));
        }
        int type = mode & FILE_TYPE;
        if (type != 0 && type != REGULAR && type != FOLDER) {
            throw Refusals.entry(
                    name, "is a %s; only files and folders are accepted".formatted(kind(type)));
        }
        if (type == FOLDER && !isFolder() || type == REGULAR && isFolder()) {
            throw Refusals.entry(name, "says that it is a file and a folder");
        }
        if (isFolder() && declaredSize != 0) {
            throw Refusals.entry(name, "is a folder and has content");
        }
        if (method == STORED && compressedSize != declaredSize) {
            throw Refusals.entry(name, "is not compressed, yet has two sizes");
        }
    }

    private static String kind(int type) {
        return switch (type) {
            case 0120000 -> "symbolic link";
            case 0060000, 0020000 -> "device";
            case 0010000 -> "named pipe";
            case 0140000 -> "socket";
            default -> "special file";
        };
    }
}
