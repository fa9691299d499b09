package dev.meterlark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What of a folder is not deployed: {@code .git}, and what its {@code .larkignore} names in the
 * form of a {@code .gitignore}. The last rule that matches wins; what lies in an ignored folder is
 * not looked at.
 */
final class IgnoreFile {

    static final String NAME = ".larkignore";

    private record Rule(Pattern pattern, boolean foldersOnly, boolean ignores) {}

    private final List<Rule> rules = new ArrayList<>();

    private IgnoreFile(List<String> lines) {
        add("/" + NAME);
        add(".git");
        lines.forEach(this::add);
    }

    static IgnoreFile in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        return new IgnoreFile(Files.isRegularFile(file) ? Files.readAllLines(file) : List.of());
    }

    static IgnoreFile of(String... lines) {
        return new IgnoreFile(List.of(lines));
    }

    /**
     * @param path relative, with slashes
     */
    boolean ignores(String path, boolean folder) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if ((folder || !rule.foldersOnly()) && rule.pattern().matcher(path).matches()) {
                ignored = rule.ignores();
            }
        }
        return ignored;
    }

    private void add(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        boolean ignores = !text.startsWith("!");
        String glob = ignores ? text : text.substring(1);
        boolean foldersOnly = glob.endsWith("/");
        glob = foldersOnly ? glob.substring(0, glob.length() - 1) : glob;
        boolean anchored = glob.contains("/");
        glob = glob.startsWith("/") ? glob.substring(1) : glob;
        if (!glob.isEmpty()) {
            String pattern = (anchored ? "" : "(?:.*/)?") + regex(glob);
            rules.add(new Rule(Pattern.compile(pattern, Pattern.DOTALL), foldersOnly, ignores));
        }
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
