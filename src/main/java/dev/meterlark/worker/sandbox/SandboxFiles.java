package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * What one running sandbox sees as its files, changed from outside: a thread of ours enters its
 * mount namespace, so that the change is there alone, ends with it, and leaves nothing to unmount.
 * Only for a sandbox that has run no tenant's code: paths are resolved in what it made of them.
 */
final class SandboxFiles {

    private static final int SYS_OPEN_TREE = 428;
    private static final int SYS_MOVE_MOUNT = 429;
    private static final int SYS_FSCONFIG = 431;
    private static final int SYS_FSPICK = 433;
    private static final int SYS_MOUNT_SETATTR = 442;

    private static final int HERE = -100;
    private static final int EMPTY_PATH = 0x1000;
    private static final int OPEN_TREE_CLONE_CLOEXEC = 1 | 0x80000;
    private static final int MOUNT_ATTR_SIZE = 32;
    private static final long READ_ONLY_NO_SET_UID_NO_DEVICES = 1 | 2 | 4;
    private static final int MOVE_FROM_EMPTY_PATH = 4;
    private static final int FSPICK_CLOEXEC = 1;
    private static final int SET_STRING = 1;
    private static final int RECONFIGURE = 7;
    private static final int CLONE_FS = 0x200;
    private static final int CLONE_NEWNS = 0x20000;

    private final int process;

    /**
     * @param process a descriptor of the sandbox's first process
     */
    SandboxFiles(int process) {
        this.process = process;
    }

    /** Read-only, without set-uid and devices, from its first moment. */
    void show(Path folder, String where) throws IOException {
        int tree = readOnly(folder);
        try (Arena arena = Arena.ofShared()) {
            long empty = arena.allocateFrom("").address();
            long target = arena.allocateFrom(where).address();
            inside(
                    () ->
                            Libc.SYSCALL.answer(
                                    SYS_MOVE_MOUNT,
                                    tree,
                                    empty,
                                    HERE,
                                    target,
                                    MOVE_FROM_EMPTY_PATH));
        } finally {
            Kernel.close(tree);
        }
    }

    /** Changes how much a file system in memory may hold. */
    void resize(String where, long bytes) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            long target = arena.allocateFrom(where).address();
            long key = arena.allocateFrom("size").address();
            long value = arena.allocateFrom(String.valueOf(bytes)).address();
            inside(
                    () -> {
                        int picked = Libc.SYSCALL.answer(SYS_FSPICK, HERE, target, FSPICK_CLOEXEC);
                        if (picked < 0) {
                            return picked;
                        }
                        int set = Libc.SYSCALL.answer(SYS_FSCONFIG, picked, SET_STRING, key, value);
                        int done =
                                set < 0
                                        ? set
                                        : Libc.SYSCALL.answer(SYS_FSCONFIG, picked, RECONFIGURE);
                        Libc.CLOSE.answer(picked);
                        return done;
                    });
        }
    }

    /** A mount of the folder that is nowhere yet. */
    private static int readOnly(Path folder) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom(folder.toString()).address();
            int tree = Libc.SYSCALL.call(SYS_OPEN_TREE, HERE, path, OPEN_TREE_CLONE_CLOEXEC);
            try {
                MemorySegment attributes = arena.allocate(MOUNT_ATTR_SIZE, 8);
                attributes.set(ValueLayout.JAVA_LONG, 0, READ_ONLY_NO_SET_UID_NO_DEVICES);
                long empty = arena.allocateFrom("").address();
                Libc.SYSCALL.call(
                        SYS_MOUNT_SETATTR,
                        tree,
                        empty,
                        EMPTY_PATH,
                        attributes.address(),
                        MOUNT_ATTR_SIZE);
                return tree;
            } catch (KernelException e) {
                Kernel.close(tree);
                throw e;
            }
        }
    }

    /**
     * The thread is a fresh one and ends there: none that could do other work stays inside. Nor can
     * a class be loaded there, as its file is not to be seen.
     */
    private void inside(Change change) throws IOException {
        var changed = new CompletableFuture<Integer>();
        Thread.ofPlatform()
                .name("sandbox-files")
                .daemon(true)
                .start(
                        () -> {
                            try {
                                changed.complete(enterAnd(change));
                            } catch (Throwable e) {
                                changed.completeExceptionally(e);
                            }
                        });
        int answer = changed.join(); // soon, and what it works on must be there until then
        if (answer < 0) {
            throw new KernelException("a sandbox's files", -answer, Errno.text(-answer));
        }
    }

    private int enterAnd(Change change) {
        int apart = Libc.UNSHARE.answer(CLONE_FS);
        int entered = apart < 0 ? apart : Libc.SETNS.answer(process, CLONE_NEWNS);
        return entered < 0 ? entered : change.run();
    }

    private interface Change {
        /** Below zero is an error's number. */
        int run();
    }
}
