package dev.meterlark.console.functions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ready function of one runtime family for one kind of event, as the single source file that the
 * page shows.
 *
 * @param kind of {@link Kind}
 * @param fileName as it is uploaded
 */
record Starter(String family, Kind kind, String fileName, String handler, String source) {

    /** What starts it. */
    enum Kind {
        HELLO("hello", "Anything that calls it"),
        HTTP("http", "Requests to its URL"),
        TIMER("timer", "A timer"),
        BUCKET("bucket", "Objects in a bucket"),
        QUEUE("queue", "Messages of a queue"),
        TOPIC("topic", "Events of a topic"),
        TABLE("table", "Changes in a table"),
        WEBHOOK("webhook", "A webhook"),
        DATABASE("database", "Rows that change in your database"),
        KAFKA("kafka", "Records of your Kafka");

        private final String wireName;
        private final String title;

        Kind(String wireName, String title) {
            this.wireName = wireName;
            this.title = title;
        }

        public String wireName() {
            return wireName;
        }

        public String title() {
            return title;
        }
    }

    /** What runs only after somebody compiled it, from {@code examples/wasm-hello}. */
    private static final String WASM = "wasm";

    private static final List<Starter> ALL =
            Stream.of(
                            each("nodejs", "index.mjs", "index.handler"),
                            each("python", "app.py", "app.handler"),
                            each("java", "Handler.java", "Handler"),
                            Stream.of(read(WASM, Kind.HELLO, "hello.c", "hello")))
                    .flatMap(all -> all)
                    .toList();

    private static Stream<Starter> each(String family, String fileName, String handler) {
        return Arrays.stream(Kind.values()).map(kind -> read(family, kind, fileName, handler));
    }

    static List<Starter> of(String family) {
        return ALL.stream().filter(s -> s.family.equals(family)).toList();
    }

    static Optional<Starter> of(String family, String kind) {
        return of(family).stream().filter(s -> s.kind.wireName.equals(kind)).findFirst();
    }

    /**
     * Whether its text can be changed before it is uploaded, because the platform takes it as it
     * is.
     */
    public boolean editable() {
        return !family.equals(WASM);
    }

    public String language() {
        return switch (family) {
            case "nodejs" -> "javascript";
            case WASM -> "";
            default -> family;
        };
    }

    /** What is uploaded: the file itself, or what it was compiled to. */
    byte[] code() {
        return editable()
                ? source.getBytes(StandardCharsets.UTF_8)
                : bytes("/starters/wasm/hello.wasm");
    }

    String uploadName() {
        return editable() ? fileName : "hello.wasm";
    }

    private static Starter read(String family, Kind kind, String fileName, String handler) {
        String ending = fileName.substring(fileName.lastIndexOf('.'));
        String path = "/starters/%s/%s%s".formatted(family, kind.wireName, ending);
        String file = ending.equals(".java") ? path + ".txt" : path; // none of this build's own
        return new Starter(
                family, kind, fileName, handler, new String(bytes(file), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String path) {
        try (InputStream in = Starter.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no starter at " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
