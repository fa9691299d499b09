package dev.meterlark.console.functions;

import dev.meterlark.console.Show;
import dev.meterlark.release.ShiftView;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A shift as the page of its alias shows it.
 *
 * @param mood which colour its state has
 * @param share that the new version has now, in percent
 */
record ShiftRow(
        String id,
        String from,
        String to,
        boolean running,
        String state,
        String mood,
        String reason,
        String share,
        List<Step> steps,
        String seen,
        String bounds,
        @Nullable Instant nextStepAt,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * @param state {@code done}, {@code now} or {@code next}
     */
    record Step(String share, String lasts, String state) {}

    static ShiftRow of(ShiftView shift, UnaryOperator<String> actors) {
        boolean running = shift.state().equals("running");
        return new ShiftRow(
                shift.id(),
                shift.from(),
                shift.to(),
                running,
                words(shift.state()),
                mood(shift.state()),
                Show.sentence(shift.reason()),
                Share.percent(shift.weight()),
                steps(shift, running),
                seen(shift.seen()),
                bounds(shift.bounds()),
                shift.nextStepAt(),
                actors.apply(shift.startedBy()),
                shift.startedAt(),
                shift.endedAt());
    }

    private static List<Step> steps(ShiftView shift, boolean running) {
        List<Step> steps = new ArrayList<>();
        for (ShiftView.Step each : shift.steps()) {
            int number = steps.size() + 1;
            String state =
                    number < shift.step() || !running && number == shift.step()
                            ? "done"
                            : number == shift.step() ? "now" : "next";
            steps.add(
                    new Step(
                            Share.percent(each.weight()),
                            lasts(Duration.ofSeconds(each.seconds())),
                            state));
        }
        steps.add(new Step("100", "", shift.state().equals("succeeded") ? "done" : "next"));
        return List.copyOf(steps);
    }

    private static String lasts(Duration time) {
        long seconds = time.toSeconds();
        if (seconds % 3_600 == 0) {
            return time.toHours() + " h";
        }
        return seconds % 60 == 0 ? time.toMinutes() + " min" : seconds + " s";
    }

    private static String seen(ShiftView.Seen seen) {
        return seen.calls() == 0
                ? "No calls in this step yet"
                : "%s calls, %s failed (%s %%), p95 %s"
                        .formatted(
                                Show.count(seen.calls()),
                                Show.count(seen.failed()),
                                Share.percent(seen.errorShare()),
                                Show.millis(seen.p95Ms()));
    }

    private static String bounds(ShiftView.Bounds bounds) {
        Long p95 = bounds.maxP95Ms();
        return "more than %s %% of its calls fail%s; judged from %d calls of a step on"
                .formatted(
                        Share.percent(bounds.maxErrorShare()),
                        p95 == null ? "" : ", or their p95 is above " + Show.millis(p95),
                        bounds.minCalls());
    }

    /** States are words of the release module's interface. */
    private static String words(String state) {
        return switch (state) {
            case "running" -> "Running";
            case "succeeded" -> "Succeeded";
            case "rolled-back" -> "Went back";
            case "aborted" -> "Aborted";
            default -> "Failed";
        };
    }

    private static String mood(String state) {
        return switch (state) {
            case "running" -> "";
            case "succeeded" -> "good";
            case "rolled-back", "failed" -> "bad";
            default -> "warn";
        };
    }
}
