package dev.meterlark.telemetry;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Writes the lines of a function's logs into a file, oldest first, up to a bound. */
@Service
public class LogDownload {

    private static final int LOGS = 200;

    private final StoredLogs logs;
    private final TelemetryProperties properties;

    LogDownload(StoredLogs logs, TelemetryProperties properties) {
        this.logs = logs;
        this.properties = properties;
    }

    /**
     * Each line behind the time at which its call ended and the id of that call. Reads some logs at
     * a time, so that a slow reader holds neither memory nor a connection to the database.
     */
    public void write(
            AccountId account, @Nullable FunctionId function, LogWanted wanted, OutputStream out)
            throws IOException {
        var scan = new LineScan(wanted);
        Instant from = wanted.from();
        InvocationId call = wanted.call();
        long position =
                call != null || from == null ? 0 : logs.positionBefore(account, function, from);
        long left = properties.downloadBytes().toBytes();
        List<StoredLog> some;
        do {
            some =
                    call == null
                            ? logs.after(account, function, position, LOGS)
                            : logs.of(account, function, call);
            for (StoredLog log : some) {
                position = log.position();
                if (isWanted(log, wanted)) {
                    byte[] lines = lines(scan, log);
                    left -= lines.length;
                    if (left < 0) {
                        out.write(cut());
                        return;
                    }
                    out.write(lines);
                }
            }
        } while (call == null && some.size() == LOGS);
    }

    private static boolean isWanted(StoredLog log, LogWanted wanted) {
        return (wanted.from() == null || !log.endedAt().isBefore(wanted.from()))
                && (wanted.to() == null || log.endedAt().isBefore(wanted.to()))
                && (wanted.call() == null || wanted.call().equals(log.invocation()))
                && (wanted.version() == null || wanted.version().equals(log.version()));
    }

    private static byte[] lines(LineScan scan, StoredLog log) {
        var text = new StringBuilder();
        for (LogLine line : scan.lines(log)) {
            text.append(line.time()).append(' ').append(line.invocation()).append(' ');
            text.append(line.text()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] cut() {
        return "… cut at %s; ask for less time\n"
                .formatted(properties.downloadBytes())
                .getBytes(StandardCharsets.UTF_8);
    }
}
