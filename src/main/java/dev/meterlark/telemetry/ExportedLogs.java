package dev.meterlark.telemetry;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What calls have printed, as long as it is kept, the oldest first: a file for every so many calls,
 * so that each can be opened.
 */
@Component
@Order(9)
class ExportedLogs implements ExportPart {

    private static final int AT_ONCE = 100;
    private static final int STRETCHES_OF_A_FILE = 100;

    private final StoredLogs logs;

    ExportedLogs(StoredLogs logs) {
        this.logs = logs;
    }

    /**
     * @param truncatedBytes printed beyond what was kept
     */
    record Exported(
            String call,
            int attempt,
            String function,
            @Nullable String name,
            @Nullable String version,
            Instant endedAt,
            String text,
            long truncatedBytes) {

        static Exported of(StoredLog log) {
            return new Exported(
                    log.invocation().toString(),
                    log.attempt(),
                    log.function().toString(),
                    log.functionName(),
                    log.version(),
                    log.endedAt(),
                    log.text(),
                    log.truncatedBytes());
        }
    }

    /** How far it is; one a run. */
    private static final class Reading {

        private long position;
        private long left;
        private boolean over;

        Reading(long bytes) {
            this.left = bytes;
        }
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        logs/              what calls have printed, as long as it is kept, the oldest first:
                           %d bytes at most
        """
                .formatted(bounds.logBytes());
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        var reading = new Reading(sink.bounds().logBytes());
        for (int file = 1; !reading.over; file++) {
            int[] stretches = {0};
            sink.lines(
                    "logs/%06d.jsonl".formatted(file),
                    _ -> {
                        List<Exported> some = next(caller.account(), reading);
                        boolean goesOn = !reading.over && ++stretches[0] < STRETCHES_OF_A_FILE;
                        return new Page<>(some, goesOn ? "on" : null);
                    });
        }
    }

    private List<Exported> next(AccountId account, Reading reading) {
        List<StoredLog> some = logs.after(account, null, reading.position, AT_ONCE);
        int fits = 0;
        for (StoredLog log : some) {
            if (log.bytes().length > reading.left) {
                break;
            }
            reading.left -= log.bytes().length;
            reading.position = log.position();
            fits++;
        }
        reading.over = some.size() < AT_ONCE || fits < some.size();
        return some.subList(0, fits).stream().map(Exported::of).toList();
    }
}
