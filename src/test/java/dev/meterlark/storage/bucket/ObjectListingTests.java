package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Objects listed in the order of their keys' bytes. */
@Tag("database")
class ObjectListingTests {

    @TempDir Path folder;

    private BucketNode node;

    @BeforeEach
    void open() throws IOException {
        node = new BucketNode(folder);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aListIsInTheOrderOfBytesAndGoesOnWhereItEnded() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (int i = 0; i < 25; i++) {
            keys.add("k" + i);
            node.put("k" + i, "");
        }
        node.put("K", "");
        node.put("é", "");
        node.put("z", "");

        List<String> shown = new ArrayList<>();
        String cursor = null;
        do {
            ObjectList page =
                    node.objects.list(
                            node.account, "images", new ObjectQuery(null, null, cursor, 10));
            page.items().forEach(each -> shown.add(each.key()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(shown).startsWith("K").endsWith("z", "é").hasSize(28);
        assertThat(shown.subList(1, 26)).containsExactlyElementsOf(keys);
        assertThat(listed("k1", null)).hasSize(11);
    }

    @Test
    void aDelimiterTakesTogetherWhatHasTheSameBeginning() throws IOException {
        for (int i = 0; i < 210; i++) {
            node.put("img/2025/%03d".formatted(i), "");
        }
        node.put("img/2026/cat", "");
        node.put("img/dog", "");
        node.put("readme", "");

        assertThat(listed(null, "/")).containsExactly("img/", "readme");
        assertThat(listed("img/", "/")).containsExactly("img/2025/", "img/2026/", "img/dog");
        assertThat(listed("img/2026/", "/")).containsExactly("img/2026/cat");
        ObjectList first =
                node.objects.list(node.account, "images", new ObjectQuery("img/", "/", null, 1));
        assertThat(first.prefixes()).containsExactly("img/2025/");
        ObjectList second =
                node.objects.list(
                        node.account,
                        "images",
                        new ObjectQuery("img/", "/", first.nextCursor(), 5));
        assertThat(second.prefixes()).containsExactly("img/2026/");
        assertThat(second.items()).extracting(ObjectFacts::key).containsExactly("img/dog");
        assertThat(second.nextCursor()).isNull();
    }

    private List<String> listed(@Nullable String prefix, @Nullable String delimiter) {
        ObjectList list =
                node.objects.list(
                        node.account, "images", new ObjectQuery(prefix, delimiter, null, 100));
        assertThat(list.nextCursor()).isNull();
        return Stream.concat(list.prefixes().stream(), list.items().stream().map(ObjectFacts::key))
                .toList();
    }
}
