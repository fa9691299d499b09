package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A short file of the kernel's that is opened once and read anew each time: what a call took is
 * asked with every call. Not for two threads at once.
 */
final class KeptFile implements AutoCloseable {

    private static final int LARGEST = 256;

    private final int descriptor;
    private final MemorySegment bytes = Arena.ofAuto().allocate(LARGEST);

    private KeptFile(int descriptor) {
        this.descriptor = descriptor;
    }

    static KeptFile open(Path file) throws KernelException {
        return new KeptFile(Kernel.open(file));
    }

    /** The number that the file begins with. */
    long number() throws KernelException {
        return digits(0, read());
    }

    /** The number behind this key, which the file begins with. */
    long firstNumber(String key) throws KernelException {
        int count = read();
        byte[] wanted = (key + " ").getBytes(US_ASCII);
        boolean found = count > wanted.length;
        for (int i = 0; found && i < wanted.length; i++) {
            found = at(i) == wanted[i];
        }
        if (!found) {
            throw new NumberFormatException("a file that does not begin with " + key);
        }
        return digits(wanted.length, count);
    }

    private int read() throws KernelException {
        return Kernel.readFromStart(descriptor, bytes);
    }

    private long digits(int from, int end) {
        long number = 0;
        int at = from;
        while (at < end && at(at) >= '0' && at(at) <= '9') {
            number = Math.addExact(Math.multiplyExact(number, 10L), at(at) - '0');
            at++;
        }
        if (at == from) {
            throw new NumberFormatException("a file without a number at byte " + from);
        }
        return number;
    }

    private byte at(int index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index);
    }

    @Override
    public void close() {
        Kernel.close(descriptor);
    }
}
