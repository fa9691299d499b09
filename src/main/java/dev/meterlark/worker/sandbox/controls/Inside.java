package dev.meterlark.worker.sandbox.controls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a process in a trial sandbox said it sees: lines, by section. */
public final class Inside {

    private static final String HEADING = "== ";
    private static final String LAST = "end";

    private final Map<String, List<String>> sections;

    private Inside(Map<String, List<String>> sections) {
        this.sections = sections;
    }

    /** Of {@code look-around.sh}. */
    public static Inside parse(String printed) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : printed.split("\n")) {
            if (line.startsWith(HEADING)) {
                current = new ArrayList<>();
                sections.put(line.substring(HEADING.length()), current);
            } else if (!line.isBlank()) {
                current.add(line.strip());
            }
        }
        return new Inside(sections);
    }

    /** Whether it has said all it has to say. */
    public boolean isWhole() {
        return sections.containsKey(LAST);
    }

    /**
     * @throws IllegalArgumentException when it said nothing of the sort
     */
    List<String> lines(String section) {
        List<String> lines = sections.get(section);
        if (lines == null) {
            throw new IllegalArgumentException("the trial sandbox said nothing of " + section);
        }
        return lines;
    }

    /** What follows a key that begins a line; empty when there is none. */
    String value(String section, String key) {
        return lines(section).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** The options of the mount at a path; empty when nothing is mounted there. */
    String mount(String path) {
        return lines("mounts").stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length > 3 && words[1].equals(path))
                .map(words -> words[2] + " " + words[3])
                .reduce("", (_, last) -> last);
    }
}
