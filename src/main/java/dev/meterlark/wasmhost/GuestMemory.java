package dev.meterlark.wasmhost;

import run.endive.runtime.Memory;

import java.util.ArrayList;
import java.util.List;

/**
 * A guest's memory as the host touches it. Addresses and lengths come from the guest: each is
 * checked here before anything is allocated or moved for it.
 */
record GuestMemory(Memory memory) {

    private static final int MOST_PIECES = 1024;

    /** A stretch of memory that was checked when it was named. */
    record Piece(int at, int length) {}

    long size() {
        return (long) memory.pages() * Memory.PAGE_SIZE;
    }

    int check(long address, long length) {
        long at = address & 0xffff_ffffL;
        if (length < 0 || at + length > size()) {
            throw new WasiError(WasiError.FAULT);
        }
        return (int) at;
    }

    byte[] read(long address, long length) {
        return memory.readBytes(check(address, length), (int) length);
    }

    void write(long address, byte[] bytes, int from, int length) {
        memory.write(check(address, length), bytes, from, length);
    }

    void write(long address, byte[] bytes) {
        write(address, bytes, 0, bytes.length);
    }

    void zero(long address, int length) {
        write(address, new byte[length]);
    }

    int u8(long address) {
        return memory.read(check(address, 1)) & 0xff;
    }

    int u16(long address) {
        return u8(address) | u8(address + 1) << 8;
    }

    int i32(long address) {
        return memory.readInt(check(address, 4));
    }

    long i64(long address) {
        return memory.readLong(check(address, 8));
    }

    void put8(long address, int value) {
        memory.writeByte(check(address, 1), (byte) value);
    }

    void put16(long address, int value) {
        memory.writeShort(check(address, 2), (short) value);
    }

    void put32(long address, int value) {
        memory.writeI32(check(address, 4), value);
    }

    void put64(long address, long value) {
        memory.writeLong(check(address, 8), value);
    }

    /** A vector of buffers, as reads and writes take them. */
    List<Piece> pieces(long address, long count) {
        if (count < 0 || count > MOST_PIECES) {
            throw new WasiError(WasiError.INVALID);
        }
        List<Piece> pieces = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            long at = (address & 0xffff_ffffL) + 8L * i;
            long length = i32(at + 4) & 0xffff_ffffL;
            pieces.add(new Piece(check(i32(at), length), (int) length));
        }
        return pieces;
    }
}
