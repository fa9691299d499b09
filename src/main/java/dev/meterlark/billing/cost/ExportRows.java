package dev.meterlark.billing.cost;

import dev.meterlark.billing.cost.UsageExport.Format;
import dev.meterlark.billing.cost.UsageExport.Lines;
import dev.meterlark.shared.CsvCell;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes rows in one of the formats. What is a map stands in one column of CSV, as JSON. */
record ExportRows(Format format, JsonMapper json, Lines lines) {

    void head(List<String> columns) throws IOException {
        switch (format) {
            case CSV -> lines.write(Csv.line(new ArrayList<>(columns)));
            case JSONL -> {}
        }
    }

    void row(List<String> columns, List<@Nullable Object> values) throws IOException {
        switch (format) {
            case CSV -> lines.write(Csv.line(inOneColumn(values)));
            case JSONL -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    object.put(columns.get(i), values.get(i));
                }
                lines.write(json.writeValueAsString(object) + "\n");
            }
        }
    }

    private List<@Nullable Object> inOneColumn(List<@Nullable Object> values) {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object each : values) {
            flat.add(
                    each instanceof Map<?, ?> map
                            ? CsvCell.ofJson(json.writeValueAsString(map))
                            : each);
        }
        return flat;
    }
}
