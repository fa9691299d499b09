package dev.meterlark.cli;

import picocli.CommandLine.Command;

import java.util.List;

@Command(
        name = "table",
        aliases = "tables",
        description =
                "Tables of JSON documents: lists those of the account, or does what the command"
                        + " behind it says.",
        footer = {
            "  lark table create orders --index customer:string --ttl expiresAt",
            "  lark table put orders order-7 '{\"customer\": \"ada\", \"total\": 700}'",
            "  lark table get orders order-7",
            "  lark table show orders --prefix order-"
        })
final class TableCommand extends Verb {

    TableCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new TableVerbs.Create(around),
                new TableVerbs.Show(around),
                new TableVerbs.Find(around),
                new TableVerbs.Put(around),
                new TableVerbs.Get(around),
                new TableVerbs.Remove(around),
                new TableVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            var items = api.all("/tables");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no tables yet: lark table create makes one.");
                return Exit.OK;
            }
            Table table = new Table("NAME", "INDEX", "TTL", "CREATED");
            items.forEach(
                    item ->
                            table.row(
                                    Json.text(item, "name", ""),
                                    Json.text(item.path("index"), "path", "-"),
                                    Json.text(item, "ttl", "-"),
                                    Json.text(item, "createdAt", "")));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }
}
