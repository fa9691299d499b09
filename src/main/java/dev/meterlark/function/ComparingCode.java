package dev.meterlark.function;

import dev.meterlark.function.packages.StoredPackage;
import dev.meterlark.platform.Stretch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Two packages beside each other, file by file. */
final class ComparingCode {

    private final StoredPackage before;
    private final StoredPackage after;
    private final long largestText;

    /**
     * @param largestText bytes of a file whose text is told
     */
    ComparingCode(StoredPackage before, StoredPackage after, long largestText) {
        this.before = before;
        this.after = after;
        this.largestText = largestText;
    }

    private record Pair(
            String path,
            StoredPackage.@Nullable Entry before,
            StoredPackage.@Nullable Entry after) {

        boolean differs() {
            return before == null || after == null || !before.equals(after);
        }

        Pair with(StoredPackage.Entry there) {
            return new Pair(path, before, there);
        }
    }

    /** Those of a stretch, and one more when others follow. */
    List<CodeComparison.Item> differing(Stretch stretch) throws IOException {
        Map<String, Pair> pairs = new TreeMap<>();
        before.files().forEach(file -> pairs.put(file.path(), new Pair(file.path(), file, null)));
        for (StoredPackage.Entry file : after.files()) {
            pairs.merge(file.path(), new Pair(file.path(), null, file), (old, _) -> old.with(file));
        }
        List<Pair> wanted =
                pairs.values().stream()
                        .filter(pair -> pair.differs() && pair.path.compareTo(stretch.after()) > 0)
                        .limit(stretch.most() + 1L)
                        .toList();
        List<CodeComparison.Item> items = new ArrayList<>();
        for (Pair pair : wanted) {
            items.add(
                    new CodeComparison.Item(
                            pair.path, side(before, pair.before), side(after, pair.after)));
        }
        return items;
    }

    private CodeComparison.@Nullable Side side(
            StoredPackage where, StoredPackage.@Nullable Entry file) throws IOException {
        if (file == null) {
            return null;
        }
        String text = file.size() > largestText ? null : CodeFiles.text(where.read(file.path()));
        return new CodeComparison.Side(file.size(), text);
    }
}
