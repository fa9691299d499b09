package dev.meterlark.function;

import jakarta.servlet.http.HttpServletResponse;

import java.util.List;

/** How a deletion says which triggers it paused: in a header, because its answer has no body. */
public final class PausedTriggers {

    private static final String HEADER = "Meterlark-Paused-Triggers";
    private static final int MOST_NAMED = 20;

    private PausedTriggers() {}

    public static void tell(HttpServletResponse response, List<String> paused) {
        if (!paused.isEmpty()) {
            response.setHeader(HEADER, named(paused));
        }
    }

    static String named(List<String> paused) {
        int more = paused.size() - MOST_NAMED;
        String named = String.join(", ", paused.subList(0, Math.min(MOST_NAMED, paused.size())));
        return more > 0 ? "%s and %d more".formatted(named, more) : named;
    }
}
