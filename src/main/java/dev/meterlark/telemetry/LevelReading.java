package dev.meterlark.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the level of a line from how loggers write: a word in capitals near its beginning, a word
 * in brackets, a member or key named level or severity. A line that begins with a space, or goes on
 * with a stack trace, is as bad as the one before. By hand, because every line that is kept is
 * read.
 */
final class LevelReading {

    /** Of a line so much is looked at. */
    private static final int REACH = 240;

    private static final Word[] WORDS = {
        new Word("error", LogLevel.ERROR),
        new Word("fatal", LogLevel.ERROR),
        new Word("severe", LogLevel.ERROR),
        new Word("critical", LogLevel.ERROR),
        new Word("panic", LogLevel.ERROR),
        new Word("emergency", LogLevel.ERROR),
        new Word("err", LogLevel.ERROR),
        new Word("warning", LogLevel.WARN),
        new Word("warn", LogLevel.WARN),
        new Word("info", LogLevel.INFO),
        new Word("notice", LogLevel.INFO),
        new Word("information", LogLevel.INFO),
        new Word("debug", LogLevel.DEBUG),
        new Word("trace", LogLevel.DEBUG),
        new Word("verbose", LogLevel.DEBUG),
        new Word("fine", LogLevel.DEBUG),
    };

    private static final byte[][] KEYS = {
        ascii("level"), ascii("severity"), ascii("lvl"), ascii("levelname"), ascii("loglevel"),
    };

    /** What a line begins with that tells of a failure without a level. */
    private static final byte[][] FAILURES = {
        ascii("Traceback (most recent call last)"),
        ascii("Exception in thread "),
        ascii("Uncaught "),
        ascii("Unhandled "),
    };

    private static final byte[][] SAME_AS_BEFORE = {ascii("Caused by: "), ascii("Suppressed: ")};

    private record Word(byte[] lower, LogLevel level) {

        Word(String lower, LogLevel level) {
            this(ascii(lower), level);
        }
    }

    private LevelReading() {}

    /** The worst of all lines. */
    static LogLevel worst(byte[] text) {
        LogLevel worst = LogLevel.NONE;
        LogLevel before = LogLevel.NONE;
        int from = 0;
        while (from < text.length && worst != LogLevel.ERROR) {
            int end = lineEnd(text, from);
            before = of(text, from, end, before);
            worst = worst.worse(before);
            from = end + 1;
        }
        return worst;
    }

    /**
     * As the API names them, of the lines that a part of a text is of: its first may have begun
     * before it, and is as bad as the lines before make it.
     */
    static List<String> names(byte[] text, int from, int until) {
        List<String> names = new ArrayList<>();
        LogLevel level = LogLevel.NONE;
        int begin = 0;
        while (begin < until) {
            int end = lineEnd(text, begin);
            level = of(text, begin, end, level);
            if (end >= from) {
                names.add(level.wireName());
            }
            begin = end + 1;
        }
        return names;
    }

    /** The index of the line feed, or the end of the text. */
    static int lineEnd(byte[] text, int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    /**
     * @param before of the line before this one
     */
    static LogLevel of(byte[] text, int from, int end, LogLevel before) {
        if (from == end) {
            return LogLevel.NONE;
        }
        if (text[from] == ' '
                || text[from] == '\t'
                || beginsWith(text, from, end, SAME_AS_BEFORE)) {
            return before;
        }
        int until = Math.min(end, from + REACH);
        for (int i = from; i < until; i++) {
            if (isLetter(text[i]) && (i == from || !isWordPart(text[i - 1]))) {
                LogLevel level = word(text, i, until, from);
                if (level != LogLevel.NONE) {
                    return level;
                }
            }
        }
        if (text[from] == '{') {
            return numbered(text, from, until);
        }
        return beginsWith(text, from, end, FAILURES) || namesAnError(text, from, until)
                ? LogLevel.ERROR
                : LogLevel.NONE;
    }

    /** The word counts in capitals, in brackets, or as the value of a key. */
    private static LogLevel word(byte[] text, int at, int until, int lineBegin) {
        for (Word each : WORDS) {
            int behind = at + each.lower.length;
            if (behind <= until
                    && (behind == text.length || !isWordPart(text[behind]))
                    && matches(text, at, each.lower)
                    && (isUpper(text, at, behind)
                            || isBracketed(text, at, behind, lineBegin)
                            || isValue(text, at, lineBegin))) {
                return each.level;
            }
        }
        return LogLevel.NONE;
    }

    private static boolean matches(byte[] text, int at, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            if ((text[at + i] | 0x20) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUpper(byte[] text, int at, int behind) {
        for (int i = at; i < behind; i++) {
            if (text[i] >= 'a') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBracketed(byte[] text, int at, int behind, int lineBegin) {
        return at > lineBegin && behind < text.length && text[at - 1] == '[' && text[behind] == ']';
    }

    /** Behind {@code level=}, {@code "level":"}, {@code severity: } and the like. */
    private static boolean isValue(byte[] text, int at, int lineBegin) {
        int i = at - 1;
        boolean assigned = false;
        while (i >= lineBegin
                && (text[i] == '"' || text[i] == ' ' || text[i] == ':' || text[i] == '=')) {
            assigned |= text[i] == ':' || text[i] == '=';
            i--;
        }
        return assigned && isLevelKey(text, lineBegin, i + 1);
    }

    private static boolean isLevelKey(byte[] text, int lineBegin, int behind) {
        for (byte[] key : KEYS) {
            int at = behind - key.length;
            if (at >= lineBegin && matches(text, at, key)) {
                return at == lineBegin || !isLetter(text[at - 1]);
            }
        }
        return false;
    }

    /** As pino and bunyan write: 30 is usual, 50 an error. */
    private static LogLevel numbered(byte[] text, int from, int until) {
        byte[] key = ascii("\"level\":");
        for (int i = from; i + key.length + 2 < until; i++) {
            if (startsAt(text, i, key)) {
                int tens = text[i + key.length] - '0';
                boolean isTens = text[i + key.length + 1] == '0';
                return !isTens || tens < 1 || tens > 6
                        ? LogLevel.NONE
                        : switch (tens) {
                            case 1, 2 -> LogLevel.DEBUG;
                            case 3 -> LogLevel.INFO;
                            case 4 -> LogLevel.WARN;
                            default -> LogLevel.ERROR;
                        };
            }
        }
        return LogLevel.NONE;
    }

    /** {@code TypeError: …}, {@code java.io.IOException: …}. */
    private static boolean namesAnError(byte[] text, int from, int until) {
        int end = from;
        while (end < until && (isWordPart(text[end]) || text[end] == '.' || text[end] == '$')) {
            end++;
        }
        return end < until
                && text[end] == ':'
                && (endsWith(text, from, end, ascii("Error"))
                        || endsWith(text, from, end, ascii("Exception")));
    }

    private static boolean endsWith(byte[] text, int from, int end, byte[] word) {
        return end - from >= word.length && startsAt(text, end - word.length, word);
    }

    private static boolean beginsWith(byte[] text, int from, int end, byte[][] words) {
        for (byte[] each : words) {
            if (end - from >= each.length && startsAt(text, from, each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsAt(byte[] text, int at, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (at + i >= text.length || text[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(byte b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    private static boolean isWordPart(byte b) {
        return isLetter(b) || b >= '0' && b <= '9' || b == '_';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
