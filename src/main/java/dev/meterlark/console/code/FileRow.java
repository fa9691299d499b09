package dev.meterlark.console.code;

import dev.meterlark.console.Show;
import dev.meterlark.function.CodeFileList;

import org.jspecify.annotations.Nullable;

/** A file in the list beside the editor. */
record FileRow(String path, String size, String href, boolean open) {

    static FileRow of(
            String function, @Nullable String version, CodeFileList.Item item, String open) {
        return new FileRow(
                item.path(),
                Show.bytes(item.size()),
                CodeAddress.of(function, "", "file", item.path(), "version", version),
                item.path().equals(open));
    }
}
