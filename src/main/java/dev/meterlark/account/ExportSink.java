package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Where the parts of an export go, one file after the other. */
public interface ExportSink {

    /** A file with one JSON document. */
    void document(String name, Object value) throws IOException;

    /**
     * A file with a line of JSON for each item of a list.
     *
     * @param stretches the stretch of the list that a cursor leads to; null for the first
     */
    <T> void lines(String name, Function<@Nullable String, Page<T>> stretches) throws IOException;

    /**
     * The same.
     *
     * @return the items' names, for a file of each: a list is not read while files are written
     */
    default <T> List<String> lines(
            String name, Function<T, String> naming, Function<@Nullable String, Page<T>> stretches)
            throws IOException {
        List<String> names = new ArrayList<>();
        this.<T>lines(
                name,
                cursor -> {
                    Page<T> stretch = stretches.apply(cursor);
                    stretch.items().forEach(item -> names.add(naming.apply(item)));
                    return stretch;
                });
        return names;
    }

    /** A file with some text of ours. */
    void text(String name, String text) throws IOException;

    /** How much of what may be without end goes in. */
    ExportBounds bounds();

    /** A file as it is; the stream is closed. */
    void bytes(String name, InputStream content) throws IOException;
}
