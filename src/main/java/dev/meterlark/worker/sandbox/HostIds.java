package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.util.BitSet;

/**
 * User and group ids of the host that no account uses, a range for each sandbox: whoever breaks out
 * of one meets no other's files and processes. They lie above the range that systemd gives to
 * containers. Nodes on one machine take different slices. Guarded by its own lock.
 */
final class HostIds implements AutoCloseable {

    static final int RANGE = 2048;

    private static final int FIRST = 0x7000_0000;
    private static final int RANGES = 512;
    private static final int SLICES = 128;

    private final int claim;
    private final int base;
    private final BitSet taken = new BitSet(RANGES);
    private int next;

    private HostIds(int claim, int slice) {
        this.claim = claim;
        this.base = FIRST + slice * RANGES * RANGE;
    }

    static HostIds claim() throws IOException {
        for (int slice = 0; slice < SLICES; slice++) {
            int claim = Kernel.claim("meterlark-host-ids-" + slice);
            if (claim >= 0) {
                return new HostIds(claim, slice);
            }
        }
        throw new IOException("all %d slices of host ids are taken".formatted(SLICES));
    }

    /**
     * The first id of a range; the one that was given back longest ago, so that a file nobody knew
     * of does not find its owner's number in use again soon.
     */
    synchronized int take() throws NoSandboxException {
        int range = taken.nextClearBit(next);
        if (range >= RANGES) {
            range = taken.nextClearBit(0);
        }
        if (range >= RANGES) {
            throw new NoSandboxException(
                    "There are %d sandboxes, no more ids are left".formatted(RANGES));
        }
        taken.set(range);
        next = range + 1;
        return base + range * RANGE;
    }

    synchronized void giveBack(int first) {
        taken.clear((first - base) / RANGE);
    }

    @Override
    public void close() {
        Kernel.close(claim);
    }
}
