package dev.meterlark.console.functions;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names with their values, as rows of a form: typed ones in the order in which they stood. */
record Pairs(List<Row> rows) {

    /** More than anything that is named in rows may have of them. */
    private static final int MOST = 1_000;

    record Row(String name, String value) {}

    Pairs {
        rows = List.copyOf(rows);
    }

    static Pairs of(Map<String, String> values) {
        return new Pairs(
                values.entrySet().stream()
                        .map(each -> new Row(each.getKey(), each.getValue()))
                        .toList());
    }

    /** Rows without a name are left out. */
    static Pairs of(HttpServletRequest request, String names, String values) {
        String[] named = values(request, names);
        String[] valued = values(request, values);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, Math.min(named.length, valued.length)); i++) {
            if (!named[i].isBlank()) {
                rows.add(new Row(named[i].strip(), valued[i]));
            }
        }
        return new Pairs(rows);
    }

    /** Of two rows with one name the later. */
    Map<String, @Nullable String> map() {
        Map<String, @Nullable String> map = new TreeMap<>();
        rows.forEach(row -> map.put(row.name(), row.value().strip()));
        return map;
    }

    static String[] values(HttpServletRequest request, String parameter) {
        String[] values = request.getParameterValues(parameter);
        return values == null ? new String[0] : values;
    }
}
