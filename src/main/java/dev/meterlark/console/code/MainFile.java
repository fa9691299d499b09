package dev.meterlark.console.code;

import dev.meterlark.function.CodeFileList;

import java.util.List;
import java.util.Optional;

/** Which file somebody who looks at a package wants to see first. */
final class MainFile {

    private static final List<String> SOURCES =
            List.of("js", "mjs", "cjs", "ts", "py", "java", "sh", "rb", "go", "rs", "c");

    private MainFile() {}

    /** The one that the handler names, else the first source, else the first of all. */
    static Optional<String> of(String handler, List<CodeFileList.Item> files) {
        String module = handler.replaceFirst("::.*", "").replaceFirst("\\.[^./]*$", "");
        List<String> paths = files.stream().map(CodeFileList.Item::path).toList();
        Optional<String> named =
                paths.stream()
                        .filter(path -> isSource(path) && without(path).equals(module))
                        .findFirst();
        return named.or(() -> paths.stream().filter(MainFile::isSource).findFirst())
                .or(() -> paths.stream().findFirst());
    }

    private static boolean isSource(String path) {
        return path.equals("bootstrap") || SOURCES.contains(path.replaceFirst(".*\\.", ""));
    }

    private static String without(String path) {
        return path.replaceFirst("\\.[^./]*$", "");
    }
}
