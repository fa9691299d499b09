package dev.meterlark.console.functions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An event as one kind of trigger makes it, to call a function with before anything triggers it.
 *
 * @param title what a person calls it
 */
public record SampleEvent(String name, String title, String text) {

    /** The one that makes sense to every function. */
    public static final SampleEvent HELLO = read("hello", "A small object");

    public static final List<SampleEvent> ALL =
            List.of(
                    HELLO,
                    read("http", "A request to its URL"),
                    read("timer", "A timer’s tick"),
                    read("bucket", "An object in a bucket"),
                    read("queue", "A message of a queue"),
                    read("topic", "An event of a topic"),
                    read("table", "A change in a table"),
                    read("webhook", "A webhook"),
                    read("database", "A row that changed in your database"),
                    read("kafka", "A record of your Kafka"));

    /** The usual one when there is none of that name. */
    public static SampleEvent of(@Nullable String name) {
        return ALL.stream().filter(each -> each.name.equals(name)).findFirst().orElse(HELLO);
    }

    private static SampleEvent read(String name, String title) {
        String path = "/samples/" + name + ".json";
        try (InputStream in = SampleEvent.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no sample at " + path);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new SampleEvent(name, title, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
