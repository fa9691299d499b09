package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.Sandboxes;

import java.io.IOException;
import java.util.function.Consumer;

/** Makes the sandbox that a member was given room for, and has its calls and its end watched. */
final class Making {

    private final Sandboxes sandboxes;
    private final Lives lives;
    private final CodeStore codes;
    private final int logBytes;
    private final Alarms alarms;
    private final Handling handling;

    Making(
            Sandboxes sandboxes,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            Alarms alarms,
            Handling handling) {
        this.sandboxes = sandboxes;
        this.lives = lives;
        this.codes = codes;
        this.logBytes = (int) properties.logBytesPerCall().toBytes();
        this.alarms = alarms;
        this.handling = handling;
    }

    /**
     * Blocks until the process is there.
     *
     * @param first done before its end is watched, which may come at once
     */
    Run make(SandboxSpec spec, Member member, Consumer<Run> first)
            throws NoSandboxException, IOException {
        CodeStore.Held code = codes.hold(spec.code());
        try {
            Run run = run(sandboxes.start(spec, code.folder()), spec.concurrency(), member);
            first.accept(run);
            lives.begin(member, run, code);
            return run;
        } catch (NoSandboxException | RuntimeException e) {
            code.close();
            throw e;
        }
    }

    private Run run(Sandbox sandbox, int calls, Member member) {
        if (calls > 1) {
            sandbox.conversation().takesAtOnce(calls);
        }
        var watching =
                new Run.Watching(
                        overdue -> handling.overdue(overdue, member),
                        (lost, exit) -> handling.lost(lost, member, exit));
        return new Run(sandbox, new Output(sandbox, calls, logBytes), alarms, watching);
    }
}
