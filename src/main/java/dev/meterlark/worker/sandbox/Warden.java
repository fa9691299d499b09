package dev.meterlark.worker.sandbox;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A shell that waits for the end of this process and then kills what is left in its sandboxes: a
 * platform that was itself killed leaves no function computing until the next start. It knows the
 * end by its standard input, which the kernel closes with us.
 */
final class Warden implements AutoCloseable {

    private static final String SCRIPT =
            """
            trap '' HUP INT TERM
            read -r nothing
            for group in "$0"/*/; do
              if [ -e "$group/cgroup.kill" ]; then
                echo 1 > "$group/cgroup.kill"
              else
                while read -r pid; do kill -9 "$pid"; done < "$group/cgroup.procs"
                [ -e "$group/freezer.state" ] && echo THAWED > "$group/freezer.state"
              fi
            done
            """;

    private final Process shell;

    private Warden(Process shell) {
        this.shell = shell;
    }

    /**
     * @param groups the control group that has those of all sandboxes in it
     */
    static Warden over(Path groups) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", SCRIPT, groups.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        return new Warden(builder.start());
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
