package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The two files that tell what a group took, open from the first question until it is closed. Its
 * monitor guards them: the number of a closed descriptor may be another file's.
 */
final class UseFiles implements AutoCloseable {

    private final Opening cpu;
    private final Opening peak;
    private @Nullable KeptFile cpuFile;
    private @Nullable KeptFile peakFile;
    private boolean closed;

    interface Opening {
        KeptFile open() throws IOException;
    }

    interface Reading {
        ResourceUse of(KeptFile cpu, KeptFile peak) throws IOException;
    }

    UseFiles(Opening cpu, Opening peak) {
        this.cpu = cpu;
        this.peak = peak;
    }

    synchronized ResourceUse read(Reading reading) throws IOException {
        if (closed) {
            throw new IOException("the control group is gone");
        }
        KeptFile openCpu = cpuFile == null ? cpuFile = cpu.open() : cpuFile;
        KeptFile openPeak = peakFile == null ? peakFile = peak.open() : peakFile;
        return reading.of(openCpu, openPeak);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (cpuFile != null) {
            cpuFile.close();
            cpuFile = null;
        }
        if (peakFile != null) {
            peakFile.close();
            peakFile = null;
        }
    }
}
