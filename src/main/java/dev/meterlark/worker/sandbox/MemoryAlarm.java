package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/** Tells when a control group of version 1 is about to lose a process to its memory limit. */
final class MemoryAlarm implements AutoCloseable {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;

    private final int descriptor;

    private MemoryAlarm(int descriptor) {
        this.descriptor = descriptor;
    }

    static MemoryAlarm of(Path memoryGroup) throws IOException {
        int event = Libc.EVENTFD.call(0, EFD_CLOEXEC_NONBLOCK);
        try {
            int control = Kernel.open(memoryGroup.resolve("memory.oom_control"));
            try {
                CgroupFiles.write(
                        memoryGroup.resolve("cgroup.event_control"), event + " " + control);
            } finally {
                Kernel.close(control);
            }
            return new MemoryAlarm(event);
        } catch (IOException e) {
            Kernel.close(event);
            throw e;
        }
    }

    /** Readable once it went off; also when the group is removed. */
    int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        Kernel.close(descriptor);
    }
}
