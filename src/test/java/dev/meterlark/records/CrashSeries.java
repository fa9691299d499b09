package dev.meterlark.records;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Halts at many steps, one after the other, for hours and beside whatever else the machine does: it
 * goes on after a failure, says at the end which failed, and can be continued where it was left.
 */
final class CrashSeries {

    /** Each halt leaves things behind, and an account may have only so many of them. */
    private static final int HALTS_OF_ONE = 25;

    /** Failures one after the other, from which no new installation is a way out. */
    private static final int HOPELESS = 5;

    private final Installation.Kind kind;
    private final Path folder;
    private final Path passedBefore;
    private final List<String> failed = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private @Nullable Halting halting;
    private int installations;
    private int halts;
    private int passed;
    private int failedInTurn;

    CrashSeries(Installation.Kind kind, Path folder) {
        this.kind = kind;
        this.folder = folder;
        this.passedBefore =
                Path.of("target", "crash-" + kind.name().toLowerCase(Locale.ROOT) + ".passed");
    }

    /**
     * @param asked steps with commas; {@code all} passings of them, the first of {@code each}, or
     *     {@code rest} for those of all that have not passed before
     * @return what failed, and how
     */
    List<String> run(String asked) throws Exception {
        if (asked.equals("all")) {
            Files.deleteIfExists(passedBefore);
        }
        for (String step : steps(asked)) {
            if (failedInTurn < HOPELESS) {
                halt(step);
            } else {
                missed.add(step);
            }
        }
        finish();
        say("%d halts passed, %d failed; not reached: %s".formatted(passed, failed.size(), missed));
        return failed;
    }

    private Set<String> steps(String asked) throws Exception {
        Set<String> steps =
                switch (asked) {
                    case "all" -> new LinkedHashSet<>(current().dryRun().all());
                    case "rest" -> rest();
                    case "each" -> Steps.inSources();
                    default -> new LinkedHashSet<>(List.of(asked.split(",")));
                };
        say("%d passings of durable steps to halt at".formatted(steps.size()));
        return steps;
    }

    private Set<String> rest() throws Exception {
        Set<String> steps = new LinkedHashSet<>(current().dryRun().all());
        if (Files.exists(passedBefore)) {
            steps.removeAll(Files.readAllLines(passedBefore));
        }
        return steps;
    }

    private void halt(String step) throws Exception {
        try {
            boolean reached = current().halt(step);
            halts++;
            if (reached) {
                passed(step);
            } else {
                missed.add(step);
            }
        } catch (AssertionError | RuntimeException | IOException e) {
            failed(step, e);
        }
        if (halts == HALTS_OF_ONE) {
            finish();
        }
    }

    private void passed(String step) throws IOException {
        passed++;
        failedInTurn = 0;
        say(step + ": passed");
        Files.writeString(
                passedBefore, step + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void finish() throws Exception {
        Halting over = halting;
        if (over == null) {
            return;
        }
        try {
            over.finish();
        } catch (AssertionError | RuntimeException | IOException e) {
            failed("the end after %d halts".formatted(halts), e);
        }
        leave();
    }

    /** What broke once would be found broken after every further halt. */
    private void failed(String where, Throwable why) {
        failedInTurn++;
        failed.add("%s: %s".formatted(where, why));
        say("%s FAILED: %s".formatted(where, why));
        why.printStackTrace(System.err);
        leave();
    }

    private void leave() {
        if (halting != null) {
            halting.close();
        }
        halting = null;
        halts = 0;
    }

    private Halting current() throws Exception {
        if (halting == null) {
            installations++;
            halting = Halting.afterOneRound(kind, folder.resolve("data-" + installations));
        }
        return halting;
    }

    private void say(String what) {
        System.err.printf("crash, %s: %s%n", kind, what);
    }
}
