package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The event to send. What is called JSON, or nothing, is JSON: a typing error is told here. */
record EventBytes(byte[] content, String type) {

    private static final String JSON = "application/json";

    /** Above the platform's own limit, which is the one that counts. */
    private static final int LARGEST = 8_000_000;

    static EventBytes of(String given, @Nullable String type, Surroundings around) {
        byte[] content = content(given, around);
        String media = type == null ? JSON : type;
        if (media.startsWith(JSON)) {
            Json.fault(content).ifPresent(fault -> refuse(given, fault));
        }
        return new EventBytes(content, media);
    }

    private static void refuse(String given, String fault) {
        boolean isFile =
                !given.startsWith("@") && given.matches("[\\w./-]+") && given.contains(".");
        throw Failure.usage(
                "the event is no JSON: " + fault,
                isFile
                        ? "To send a file: --event @" + given
                        : "To send something else: --type text/plain");
    }

    private static byte[] content(String given, Surroundings around) {
        try {
            if (given.equals("-")) {
                return bounded(around.in(), "standard input");
            }
            if (given.startsWith("@")) {
                Path file = around.folder().resolve(given.substring(1));
                try (InputStream in = Files.newInputStream(file)) {
                    return bounded(in, file.toString());
                }
            }
            return given.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.usage(
                    "the event cannot be read from %s: %s".formatted(given, Reason.of(e)),
                    "--event takes JSON, @FILE or - for standard input.");
        }
    }

    private static byte[] bounded(InputStream in, String source) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw Failure.usage(
                    "%s holds more than the %d bytes that an event may have"
                            .formatted(source, LARGEST),
                    "Store it elsewhere and send where it is.");
        }
        return bytes;
    }
}
