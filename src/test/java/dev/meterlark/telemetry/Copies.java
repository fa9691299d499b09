package dev.meterlark.telemetry;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Rows like one that the platform itself made, many of them: all that has to differ is told, so
 * that what is filled in has every column as the platform writes it.
 */
final class Copies {

    private static final int BATCH = 1_000;

    private final JdbcTemplate jdbc;

    Copies(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param where that finds the one row
     * @param numbered columns that the database counts
     * @param different what each copy has instead, by its number
     */
    void add(
            String table,
            String where,
            Object key,
            int copies,
            Set<String> numbered,
            Map<String, IntFunction<Object>> different) {
        Map<String, Object> row =
                new LinkedHashMap<>(
                        jdbc.queryForMap("select * from " + table + " where " + where, key));
        row.keySet().removeIf(column -> numbered.contains(column.toLowerCase()));
        String sql =
                "insert into %s (%s) values (%s)"
                        .formatted(
                                table,
                                String.join(", ", row.keySet()),
                                "?, ".repeat(row.size() - 1) + "?");
        List<Object[]> batch = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            batch.add(columns(row, different, i));
            if (batch.size() == BATCH) {
                jdbc.batchUpdate(sql, batch);
                batch.clear();
            }
        }
        jdbc.batchUpdate(sql, batch);
    }

    void add(
            String table,
            String where,
            Object key,
            int copies,
            Map<String, IntFunction<Object>> different) {
        add(table, where, key, copies, Set.of(), different);
    }

    private static Object[] columns(
            Map<String, Object> row, Map<String, IntFunction<Object>> different, int number) {
        return row.entrySet().stream()
                .map(
                        each -> {
                            var other = different.get(each.getKey().toLowerCase());
                            return other == null ? each.getValue() : other.apply(number);
                        })
                .toArray();
    }
}
