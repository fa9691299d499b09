package dev.meterlark.storage.table;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.List;

/** Tables with all of their items: read for the account's owner, so that it counts as nothing. */
@Component
@Order(4)
class ExportedTables implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Tables tables;
    private final Items items;

    ExportedTables(Tables tables, Items items) {
        this.tables = tables;
        this.items = items;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return """
        tables.jsonl       tables with their settings
        tables/            the items of each, with their versions
        """;
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        List<String> names =
                sink.lines(
                        "tables.jsonl",
                        TableView::name,
                        cursor -> tables.list(caller, cursor, AT_ONCE));
        for (String name : names) {
            sink.lines(
                    "tables/%s.jsonl".formatted(name),
                    cursor -> {
                        var all = new ItemQuery(null, null, null, null, null, cursor, AT_ONCE);
                        ItemPage stretch = items.exported(caller.account(), name, all);
                        return new Page<>(stretch.items(), stretch.nextCursor());
                    });
        }
    }
}
