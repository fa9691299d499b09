package dev.meterlark.ingress;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A path with places for what varies: {@code /orders/{id}}, {@code /files/{rest...}}. A parameter
 * stands for one segment that is not empty; at the end, one with dots stands for all that is left,
 * also for nothing.
 */
public record PathTemplate(List<Part> parts) {

    private static final int LONGEST = 512;
    private static final int MOST_PARTS = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@-]*");

    /** One part between slashes. */
    public sealed interface Part {

        record Literal(String text) implements Part {}

        record Parameter(String name) implements Part {}

        record Rest(String name) implements Part {}
    }

    public PathTemplate {
        parts = List.copyOf(parts);
    }

    /**
     * @throws RefusedException saying what is wrong with it
     */
    public static PathTemplate parse(String text) {
        if (!text.startsWith("/") || text.length() > LONGEST) {
            throw refused(
                    "path must begin with a slash and have at most %d characters, such as /orders/{id}"
                            .formatted(LONGEST));
        }
        String[] written = text.substring(1).split("/", -1);
        if (written.length > MOST_PARTS) {
            throw refused("path has more than %d segments".formatted(MOST_PARTS));
        }
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < written.length; i++) {
            parts.add(part(written[i], i == written.length - 1, names));
        }
        return new PathTemplate(parts);
    }

    private static Part part(String written, boolean last, Set<String> names) {
        if (!written.startsWith("{") || !written.endsWith("}")) {
            if (!LITERAL.matcher(written).matches()
                    || written.equals(".")
                    || written.equals("..")) {
                throw refused(
                        "a segment of a path is letters, digits and signs, or a parameter such as {id}, was: '%s'"
                                .formatted(fit(written)));
            }
            return new Part.Literal(written);
        }
        String inner = written.substring(1, written.length() - 1);
        boolean rest = inner.endsWith("...");
        String name = rest ? inner.substring(0, inner.length() - 3) : inner;
        if (!NAME.matcher(name).matches() || !names.add(name)) {
            throw refused(
                    "a parameter has a name of its own of letters, digits and underscores, was: '%s'"
                            .formatted(fit(written)));
        }
        if (rest && !last) {
            throw refused("what is left of a path can only be at its end: {%s...}".formatted(name));
        }
        return rest ? new Part.Rest(name) : new Part.Parameter(name);
    }

    /** The same for those that mean the same paths, whatever their parameters are called. */
    public String shape() {
        return parts.stream()
                .map(
                        part ->
                                switch (part) {
                                    case Part.Literal(String text) -> text;
                                    case Part.Parameter _ -> "{}";
                                    case Part.Rest _ -> "{...}";
                                })
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String fit(String text) {
        String cut = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
