package dev.meterlark.console.search;

import dev.meterlark.console.Filling;
import dev.meterlark.console.search.Found.Kind;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Models of the page of what was searched for. */
public final class SearchModels {

    private final Filling with;
    private final String text;

    public SearchModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        List<Found> found =
                Arrays.stream(Kind.values())
                        .map(kind -> Found.of(kind, text, "/functions/{}", text))
                        .toList();
        return Map.of("search/search", with.model("q", text, "found", found));
    }
}
