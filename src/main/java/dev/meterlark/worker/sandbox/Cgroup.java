package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The control group of one sandbox: what it may take, took, and whether it may run. */
interface Cgroup extends AutoCloseable {

    /** As the OCI runtime's configuration wants it. */
    String path();

    /** Limits beyond those that the OCI runtime's configuration names, as file and value. */
    Map<String, String> unifiedLimits();

    /** Whether swap can be limited too; if so the configuration has to say so. */
    boolean limitsSwap();

    /** Changes how much memory and time the OCI runtime has set at the start. */
    void limit(Limits limits) throws IOException;

    /** Changes the share of a CPU when they are short. */
    void share(Limits limits) throws IOException;

    /** Lets the highest memory be counted anew, where the kernel can. */
    void forgetPeak() throws IOException;

    void freeze() throws IOException;

    void thaw() throws IOException;

    /** Ids of its processes on the host. */
    List<Integer> processes() throws IOException;

    /** Sends SIGKILL to all of its processes and lets them run into it. */
    void kill() throws IOException;

    /** How many of its processes the kernel ended at the memory limit. */
    long outOfMemoryKills() throws IOException;

    /** Keeps files open for the next time, until {@link #close}. */
    ResourceUse use() throws IOException;

    /** Where the kernel can be asked to tell of a memory shortage; null when it acts by itself. */
    @Nullable MemoryAlarm memoryAlarm() throws IOException;

    /** Directories to remove, in every hierarchy. */
    List<Path> folders();

    /** Before its directories are removed; it is not asked any more what it took. */
    @Override
    void close();
}
