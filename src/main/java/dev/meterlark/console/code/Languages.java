package dev.meterlark.console.code;

import java.util.Locale;

/** In what language a file is written, by the end of its name. */
final class Languages {

    private Languages() {}

    /** As the editor names them; empty when it knows none. */
    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js", "mjs", "cjs", "jsx" -> "javascript";
            case "ts", "mts", "cts", "tsx" -> "typescript";
            case "py" -> "python";
            case "java" -> "java";
            case "json" -> "json";
            case "sh", "bash", "bootstrap" -> "sh";
            default -> "";
        };
    }
}
