package dev.meterlark.console.code;

import dev.meterlark.console.Show;
import dev.meterlark.function.CodeFile;

import org.jspecify.annotations.Nullable;

/**
 * The file that the editor shows.
 *
 * @param text null when it cannot be changed here; {@code why} says why
 * @param language as the editor names them; empty when it knows none
 * @param fresh whether the package does not have it yet
 */
record OpenFile(
        String path,
        String size,
        @Nullable String text,
        @Nullable String why,
        String language,
        boolean fresh) {

    static OpenFile of(CodeFile file) {
        String why =
                file.text() != null
                        ? null
                        : "This file is no text, or too large to be changed here: download the"
                                + " package, change it and upload it again.";
        return new OpenFile(
                file.path(),
                Show.bytes(file.size()),
                file.text(),
                why,
                Languages.of(file.path()),
                false);
    }

    static OpenFile fresh(String path) {
        return new OpenFile(path, Show.bytes(0), "", null, Languages.of(path), true);
    }
}
