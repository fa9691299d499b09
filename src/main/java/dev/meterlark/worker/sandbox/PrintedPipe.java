package dev.meterlark.worker.sandbox;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * Standard output and error of one sandbox, one pipe for both so that their order is kept. The
 * kernel's buffer is all that can be printed ahead of us.
 *
 * <p>Bounds: between two times it is taken, the first bytes are kept and the rest only counted;
 * beyond a rate it is left in the pipe, and who prints on waits. So neither memory nor time of the
 * platform goes to a flood. Any thread may call it; its own lock guards all fields.
 */
final class PrintedPipe implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final long PERIOD_NANOS = 50_000_000;

    /**
     * Anyone may write, nobody but root read: {@code /dev/stdout} can be opened again by the
     * sandbox, which runs as somebody else, and what it printed cannot be taken back.
     */
    private static final int WRITE_ONLY = 0622;

    private final int reader;
    private final int writer;
    private final MemorySegment chunk = Arena.ofAuto().allocate(CHUNK);
    private final int keptBytes;
    private final long bytesPerPeriod;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long dropped;
    private long periodBegan = System.nanoTime();
    private long readInPeriod;
    private boolean writerOpen = true;
    private boolean readerOpen = true;
    private boolean ended;

    PrintedPipe(int keptBytes, long bytesPerSecond) throws KernelException {
        int[] ends = Kernel.pipe();
        reader = ends[0];
        writer = ends[1];
        this.keptBytes = keptBytes;
        this.bytesPerPeriod = Math.max(1, bytesPerSecond * PERIOD_NANOS / 1_000_000_000);
        Kernel.changeMode(writer, WRITE_ONLY);
    }

    int reader() {
        return reader;
    }

    /** Where a process of this machine opens the writing end until {@link #closeWriter}. */
    Path writer() {
        return Kernel.pathOf(writer);
    }

    synchronized void closeWriter() {
        if (writerOpen) {
            writerOpen = false;
            Kernel.close(writer);
        }
    }

    /**
     * Reads what is there, at most the rate's share.
     *
     * @return 0 to be called again when there is more, -1 never again, else nanoseconds to wait
     */
    synchronized long readSome() throws KernelException {
        long now = System.nanoTime();
        if (now - periodBegan >= PERIOD_NANOS) {
            periodBegan = now;
            readInPeriod = 0;
        }
        if (readInPeriod >= bytesPerPeriod) {
            return Math.max(1, PERIOD_NANOS - (now - periodBegan));
        }
        int count = read();
        readInPeriod += Math.max(0, count);
        return ended ? -1 : 0;
    }

    /** All that was printed before this call, and no more than a flood adds meanwhile. */
    synchronized Printed take() throws KernelException {
        drain();
        var printed = new Printed(kept.toByteArray(), dropped);
        kept.reset();
        dropped = 0;
        return printed;
    }

    /** Reads on until the pipe is empty, at most as much as it can hold. */
    synchronized void drain() throws KernelException {
        long sum = read();
        if (sum <= 0) {
            return; // mostly nothing was printed
        }
        long most = ended ? 0 : Kernel.pipeCapacity(reader);
        while (sum < most) {
            int count = read();
            if (count <= 0) {
                return;
            }
            sum += count;
        }
    }

    private int read() throws KernelException {
        if (ended) {
            return 0;
        }
        int count = Kernel.read(reader, chunk);
        if (count == 0) {
            ended = true;
        } else if (count > 0) {
            keep(chunk.asSlice(0, count));
        }
        return count;
    }

    private void keep(MemorySegment bytes) {
        int room = (int) Math.min(bytes.byteSize(), keptBytes - (long) kept.size());
        kept.writeBytes(bytes.asSlice(0, room).toArray(ValueLayout.JAVA_BYTE));
        dropped += bytes.byteSize() - room;
    }

    /** What was read can still be taken. */
    @Override
    public synchronized void close() {
        closeWriter();
        ended = true;
        if (readerOpen) {
            readerOpen = false;
            Kernel.close(reader);
        }
    }
}
