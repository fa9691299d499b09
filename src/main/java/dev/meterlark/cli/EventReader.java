package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events, as the HTML standard has them, with a bound on each. */
final class EventReader {

    private static final int LONGEST = 4 << 20;

    private final BufferedReader in;
    private final Runnable alive;
    private String id = "";

    /**
     * @param alive told of every line, a comment too
     */
    EventReader(InputStream in, Runnable alive) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.alive = alive;
    }

    /**
     * @param id of the last event that had one
     */
    record Event(String id, String name, String data) {}

    /** Null when the stream has ended; an event that was not finished by then is no event. */
    @Nullable Event next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            alive.run();
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(id, name, data.substring(0, data.length() - 1));
                }
                name = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> append(data, value);
                default -> {
                    // A comment, or a field that says nothing to us.
                }
            }
        }
        return null;
    }

    private static void append(StringBuilder data, String value) throws IOException {
        if (data.length() + value.length() > LONGEST) {
            throw new IOException("an event is longer than %d characters".formatted(LONGEST));
        }
        data.append(value).append('\n');
    }

    private @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() > LONGEST) {
                throw new IOException("a line is longer than %d characters".formatted(LONGEST));
            }
        }
        return null;
    }
}
