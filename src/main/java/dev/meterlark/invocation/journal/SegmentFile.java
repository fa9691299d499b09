package dev.meterlark.invocation.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Names and heads of the journal's files. */
final class SegmentFile {

    static final int HEADER_BYTES = 20;

    /** "LARKJRN" and the version of the form of frames. */
    private static final long MAGIC = 0x4c41524b4a524e01L;

    private static final Pattern NAME = Pattern.compile("segment-([0-9]{12})\\.journal");
    private static final SecureRandom RANDOM = new SecureRandom();

    private SegmentFile() {}

    static Path path(Path folder, long number) {
        return folder.resolve("segment-%012d.journal".formatted(number));
    }

    /** Every segment in the folder with its size, oldest first. */
    static TreeMap<Long, Long> list(Path folder) throws IOException {
        TreeMap<Long, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.put(Long.parseLong(name.group(1)), Files.size(file));
                }
            }
        }
        return found;
    }

    /** Makes the file with its head, both durable, and returns it ready to be appended to. */
    static FileChannel create(Path folder, long number, long salt) throws IOException {
        Path path = path(folder, number);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            writeFully(channel, header(salt));
            channel.force(true);
            forceFolder(folder);
            return channel;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    static long newSalt() {
        return RANDOM.nextLong();
    }

    /** Empty when the head is not one of ours, whole and undamaged. */
    static OptionalLong salt(FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES);
        while (head.hasRemaining() && channel.read(head, head.position()) > 0) {}
        head.flip();
        if (head.remaining() < HEADER_BYTES || head.getLong(0) != MAGIC) {
            return OptionalLong.empty();
        }
        long salt = head.getLong(8);
        return header(salt).equals(head) ? OptionalLong.of(salt) : OptionalLong.empty();
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes names that were added to a folder, or taken from it, durable. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static ByteBuffer header(long salt) {
        ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(salt);
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, 16);
        return head.putInt((int) crc.getValue()).flip();
    }
}
