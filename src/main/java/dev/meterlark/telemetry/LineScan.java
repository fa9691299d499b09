package dev.meterlark.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the lines that are wanted out of a log. */
final class LineScan {

    /** Of one line more than this is not shown. */
    private static final int LONGEST_LINE = 16 * 1024;

    private final LogLevel atLeast;
    private final TextMatch match;

    LineScan(LogWanted wanted) {
        this.atLeast = wanted.atLeast();
        this.match = new TextMatch(wanted.text());
    }

    /** In the order in which they were printed. */
    List<LogLine> lines(StoredLog log) {
        byte[] text = log.bytes();
        if (!match.isIn(text, 0, text.length)) {
            return List.of(); // most of what a search reads
        }
        List<LogLine> lines = new ArrayList<>();
        LogLevel level = LogLevel.NONE;
        int number = 0;
        int from = 0;
        while (from < text.length) {
            int to = LevelReading.lineEnd(text, from);
            number++;
            level = LevelReading.of(text, from, to, level);
            if (level.compareTo(atLeast) >= 0 && match.isIn(text, from, to)) {
                lines.add(
                        new LogLine(
                                log.invocation(),
                                log.attempt(),
                                log.function(),
                                log.functionName(),
                                log.version(),
                                log.endedAt(),
                                number,
                                level,
                                shown(text, from, to)));
            }
            from = to + 1;
        }
        return lines;
    }

    private static String shown(byte[] text, int from, int to) {
        int end = to > from && text[to - 1] == '\r' ? to - 1 : to;
        int length = Math.min(end - from, LONGEST_LINE);
        return new String(text, from, length, StandardCharsets.UTF_8)
                + (length < end - from ? "…" : "");
    }
}
