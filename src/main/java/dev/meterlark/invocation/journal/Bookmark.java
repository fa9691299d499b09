package dev.meterlark.invocation.journal;

import dev.meterlark.platform.DurableSteps;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Up to where everything has been taken, on disk. It may lag behind, never lead: then some records
 * are handed over again. Used by one thread.
 */
final class Bookmark {

    private static final Logger LOG = LoggerFactory.getLogger(Bookmark.class);
    private static final int BYTES = 20;

    private final Path folder;
    private final Path file;

    Bookmark(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("taken");
    }

    /** The oldest position there can be when there is no bookmark or it is damaged. */
    Position read() throws IOException {
        if (!Files.exists(file)) {
            return Position.startOf(0);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() == BYTES && bytes.getInt(16) == checksum(bytes)) {
            return new Position(bytes.getLong(0), bytes.getLong(8));
        }
        LOG.error("{} is damaged: every record still in the journal is handed over again", file);
        return Position.startOf(0);
    }

    /**
     * @param durable whether it must outlive a loss of power, as before a segment is deleted
     */
    void write(Position position, boolean durable) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(BYTES).putLong(position.segment()).putLong(position.offset());
        bytes.putInt(checksum(bytes)).flip();
        Path fresh = folder.resolve("taken.new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            SegmentFile.writeFully(channel, bytes);
            if (durable) {
                channel.force(true);
            }
        }
        DurableSteps.reached("bookmark.written");
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableSteps.reached("bookmark.moved");
        if (durable) {
            SegmentFile.forceFolder(folder);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 16);
        return (int) crc.getValue();
    }
}
