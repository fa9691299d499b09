package dev.meterlark.function.packages;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an entry may be called, so that unpacking it anywhere stays inside that folder and makes the
 * same tree everywhere, also where small and capital letters are the same.
 */
final class EntryNames {

    private static final int LONGEST = 4_096;
    private static final int LONGEST_PART = 255;
    private static final int DEEPEST = 50;
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

    private final Map<String, String> known = new HashMap<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private final int most;

    private EntryNames(int most) {
        this.most = most;
    }

    /**
     * @param most files and folders together, those counted that only a path names
     */
    static void check(List<ZipRecord> records, int most) {
        EntryNames names = new EntryNames(most);
        records.forEach(record -> requireSafe(record.name()));
        records.forEach(names::add);
        records.forEach(names::requireNothingAbove);
    }

    private void add(ZipRecord record) {
        String key = key(record.name());
        String before = known.putIfAbsent(key, record.name());
        if (before != null) {
            throw Refusals.entry(
                    record.name(),
                    before.equals(record.name())
                            ? "is there twice"
                            : "differs from %s only in small and capital letters or accents"
                                    .formatted(Refusals.shown(before)));
        }
        if (!record.isFolder()) {
            files.add(record.name());
        }
    }

    private void requireNothingAbove(ZipRecord record) {
        String name = record.name();
        for (int slash = name.lastIndexOf('/');
                slash > 0;
                slash = name.lastIndexOf('/', slash - 1)) {
            String above = name.substring(0, slash);
            if (files.contains(above)) {
                throw Refusals.entry(name, "lies below an entry that is a file");
            }
            if (!folders.add(above)) {
                break; // those above it are there as well
            }
        }
        if (files.size() + folders.size() > most) {
            throw Refusals.invalid(
                    "the package has more than %d files and folders".formatted(most));
        }
    }

    /** A file LICENSE beside a folder license, which many jars have, are two names. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static void requireSafe(String name) {
        if (name.isEmpty()) {
            throw Refusals.invalid("an entry of the package has no name");
        }
        if (name.startsWith("/")) {
            throw Refusals.entry(name, "is an absolute path");
        }
        if (name.indexOf('\\') >= 0) {
            throw Refusals.entry(name, "has a backslash; folders are separated by /");
        }
        if (DRIVE.matcher(name).matches()) {
            throw Refusals.entry(name, "starts with a drive letter");
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw Refusals.entry(name, "has a control character in its name");
        }
        requireSafeParts(name);
    }

    private static void requireSafeParts(String name) {
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        String[] parts = path.split("/", -1);
        if (bytes(name) > LONGEST || parts.length > DEEPEST) {
            throw Refusals.entry(
                    name,
                    "is too long or too deep: at most %d bytes and %d folders are accepted"
                            .formatted(LONGEST, DEEPEST));
        }
        for (String part : parts) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                throw Refusals.entry(name, "has an empty part, . or .. in its path");
            }
            if (bytes(part) > LONGEST_PART) {
                throw Refusals.entry(
                        name, "has a part of more than %d bytes".formatted(LONGEST_PART));
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
