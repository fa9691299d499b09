package dev.meterlark.invocation.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file on a disk that can be made to fail. It knows how much of it was synced, so that a test can
 * take what only a synced file would still hold after a loss of power.
 */
final class FaultyChannel extends FileChannel {

    /** What one disk does, whatever files are on it. */
    static final class Disk {

        private final AtomicLong syncs = new AtomicLong();
        private volatile long room = Long.MAX_VALUE;
        private volatile boolean syncFails;
        private volatile boolean truncateFails;
        private volatile long syncedBytes;

        /** Bytes that can still be written before the disk is full. */
        void room(long bytes) {
            room = bytes;
        }

        void syncFails(boolean fails) {
            syncFails = fails;
        }

        void truncateFails(boolean fails) {
            truncateFails = fails;
        }

        long syncs() {
            return syncs.get();
        }

        long syncedBytes() {
            return syncedBytes;
        }
    }

    private final FileChannel file;
    private final Disk disk;

    FaultyChannel(FileChannel file, Disk disk) {
        this.file = file;
        this.disk = disk;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        long room = disk.room;
        if (room == 0) {
            throw new IOException("No space left on device");
        }
        ByteBuffer part = bytes.slice(bytes.position(), (int) Math.min(room, bytes.remaining()));
        int written = file.write(part);
        bytes.position(bytes.position() + written);
        disk.room = room - written;
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (disk.syncFails) {
            throw new IOException("Input/output error");
        }
        file.force(metaData);
        disk.syncedBytes = file.size();
        disk.syncs.incrementAndGet();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (disk.truncateFails) {
            throw new IOException("Input/output error");
        }
        file.truncate(size);
        return this;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer into) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer into, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
