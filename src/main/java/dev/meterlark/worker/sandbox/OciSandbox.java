package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.relay.Relays;
import dev.meterlark.worker.sandbox.egress.Passage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One container. Its first process is a child of ours, and the first of its process namespace:
 * until its exit is taken its number belongs to nobody else, and with it all others end. The lock
 * guards {@code gone}, so that no signal is sent to a number that was given to somebody else.
 */
final class OciSandbox implements Sandbox {

    private static final Logger log = LoggerFactory.getLogger(OciSandbox.class);
    private static final int PATIENCE_SECONDS = 10;

    private final String id;
    private final int pid;
    private final Cgroup cgroup;
    private final PrintedPipe printed;
    private final RuntimeConversation conversation;
    private final DoorInside door;
    private final Belongings belongings;
    private final CompletableFuture<SandboxExit> exit = new CompletableFuture<>();
    private final Object closing = new Object();

    private int memoryMiB;
    private int process = -1;
    private long cpuMicrosBefore;
    private boolean wasBlank;
    private @Nullable Passage passage;
    private boolean gone;
    private @Nullable SandboxExit ending;
    private boolean closed;
    private Runnable whenClosed = () -> {};
    private volatile ResourceUse lastUse = new ResourceUse(0, 0);

    OciSandbox(
            String id,
            int memoryMiB,
            int pid,
            Cgroup cgroup,
            PrintedPipe printed,
            RuntimeConversation conversation,
            DoorInside door,
            Belongings belongings) {
        this.id = id;
        this.memoryMiB = memoryMiB;
        this.pid = pid;
        this.cgroup = cgroup;
        this.printed = printed;
        this.conversation = conversation;
        this.door = door;
        this.belongings = belongings;
    }

    /** Begins to follow its output, its memory and its end. */
    void watchedBy(Watch watch) throws IOException {
        long output = watch.add(printed.reader(), token -> read(watch, token));
        belongings.add("watch of its output", () -> watch.remove(output));
        MemoryAlarm alarm = cgroup.memoryAlarm();
        if (alarm != null) {
            belongings.add("memory alarm", alarm::close);
            long memory = watch.add(alarm.descriptor(), token -> outOfMemory(watch, token));
            belongings.add("watch of its memory", () -> watch.remove(memory));
        }
        process = Kernel.processDescriptor(pid);
        belongings.add("process descriptor", () -> Kernel.close(process));
        long end = watch.add(process, token -> ended(watch, token));
        belongings.add("watch of its end", () -> watch.remove(end));
    }

    /**
     * Makes a blank sandbox that of a function; from here on it is as if it had been started so.
     *
     * @param tmpBytes how much {@code /tmp} holds
     * @throws IOException when it cannot be done, also because the sandbox has ended
     */
    synchronized void become(
            Limits limits, long tmpBytes, Path code, Map<String, String> environment)
            throws IOException {
        if (gone) {
            throw new IOException("the blank sandbox %s has ended".formatted(id));
        }
        var files = new SandboxFiles(process);
        if (limits.memoryMiB() != memoryMiB) {
            files.resize(Profile.TMP, tmpBytes);
            cgroup.limit(limits);
            memoryMiB = limits.memoryMiB();
        }
        Kernel.limitFileSize(pid, tmpBytes);
        files.show(code, Profile.TASK);
        cgroup.share(limits);
        cgroup.forgetPeak();
        cpuMicrosBefore = cgroup.use().cpuMicros();
        conversation.specialize(environment);
        wasBlank = true;
        cgroup.thaw();
    }

    synchronized boolean wasBlank() {
        return wasBlank;
    }

    private void read(Watch watch, long token) {
        try {
            long pause = printed.readSome();
            if (pause < 0) {
                watch.remove(token);
            } else if (pause > 0) {
                watch.pause(token, pause);
            }
        } catch (KernelException e) {
            throw new UncheckedIOException("reading what sandbox %s printed".formatted(id), e);
        }
    }

    /** A sandbox that lost one process to its limit is not what its function expects any more. */
    private synchronized void outOfMemory(Watch watch, long token) {
        watch.remove(token);
        end(new SandboxExit.OutOfMemory(memoryMiB));
    }

    private void ended(Watch watch, long token) {
        watch.remove(token);
        SandboxExit how = takeExit();
        // Whoever waits for the end may block; the watch must not.
        Thread.ofVirtual().name("sandbox-end").start(() -> exit.complete(how));
    }

    private synchronized SandboxExit takeExit() {
        gone = true;
        try {
            int status = Kernel.reap(pid);
            printed.drain();
            lastUse = newUse();
            return explain(status);
        } catch (IOException e) {
            log.error("How sandbox {} ended is not known", id, e);
            return new SandboxExit.EndedByPlatform("how the sandbox ended could not be read");
        }
    }

    private SandboxExit explain(int waitStatus) throws IOException {
        if (cgroup.outOfMemoryKills() > 0) {
            return new SandboxExit.OutOfMemory(memoryMiB);
        }
        int signal = waitStatus & 0x7f;
        if (ending != null && signal == Kernel.SIGKILL) {
            return ending;
        }
        return signal == 0
                ? new SandboxExit.Exited((waitStatus >> 8) & 0xff)
                : new SandboxExit.Signalled(signal);
    }

    /** The id of its first process on the machine. */
    int pid() {
        return pid;
    }

    /** Its network namespace, by a name that holds while it runs. */
    Path network() {
        return Path.of("/proc/%d/ns/net".formatted(pid));
    }

    /** From here on its connections are made through the passage, which ends with it. */
    synchronized void leadsOut(Passage way) {
        passage = way;
        belongings.add("way out", way::close);
    }

    /** From here on it asks the platform as this function. */
    void speaksFor(Relays relays, SandboxSpec spec) {
        door.serve(relays, spec, conversation::inHand);
    }

    /** Its control groups' folders. */
    List<Path> groups() {
        return cgroup.folders();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public RuntimeConversation conversation() {
        return conversation;
    }

    @Override
    public CompletableFuture<SandboxExit> exit() {
        return exit.copy();
    }

    @Override
    public synchronized ServerSocketChannel listen() throws IOException {
        if (gone) {
            throw new IOException("sandbox %s has ended".formatted(id));
        }
        return Loopback.listenIn(pid);
    }

    @Override
    public void freeze() {
        door.pause();
        change("freeze", cgroup::freeze);
    }

    @Override
    public void thaw() {
        door.resume();
        change("thaw", cgroup::thaw);
    }

    private synchronized void change(String what, Belongings.Removal change) {
        if (gone) {
            return;
        }
        try {
            change.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot %s sandbox %s".formatted(what, id), e);
        }
    }

    @Override
    public ResourceUse use() {
        synchronized (this) {
            if (!gone) {
                try {
                    lastUse = newUse();
                } catch (IOException e) {
                    throw new UncheckedIOException("reading what sandbox %s took".formatted(id), e);
                }
            }
        }
        return lastUse;
    }

    /** What it took while it was blank is not the function's. */
    private ResourceUse newUse() throws IOException {
        ResourceUse all = cgroup.use();
        return new ResourceUse(all.cpuMicros() - cpuMicrosBefore, all.peakMemoryBytes());
    }

    @Override
    public synchronized long takeSentBytes() {
        return passage == null ? 0 : passage.takeSentBytes();
    }

    @Override
    public Printed takePrinted() {
        try {
            return printed.take();
        } catch (KernelException e) {
            throw new UncheckedIOException("reading what sandbox %s printed".formatted(id), e);
        }
    }

    @Override
    public void kill(String reason) {
        end(new SandboxExit.EndedByPlatform(reason));
    }

    /** The first reason stays. */
    private synchronized void end(SandboxExit because) {
        if (gone) {
            return;
        }
        if (ending == null) {
            ending = because;
        }
        try {
            Kernel.kill(pid);
            cgroup.thaw(); // what is frozen takes a signal only when it may run again
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end sandbox " + id, e);
        }
    }

    @Override
    public void close() {
        kill("it is not needed any more");
        synchronized (closing) {
            if (!closed) {
                closed = true;
                awaitEnd();
                belongings.remove();
                whenClosed.run();
            }
        }
    }

    /** To be set before anyone else knows the sandbox. */
    void onClose(Runnable then) {
        whenClosed = then;
    }

    private void awaitEnd() {
        try {
            exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.error("Sandbox {} was killed and is still there", id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes an exit so", e);
        }
    }
}
