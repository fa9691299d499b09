package dev.meterlark.cli;

import picocli.CommandLine.Command;

import java.util.List;

@Command(
        name = "topic",
        aliases = "topics",
        description =
                "Topics of events: lists those of the account, or does what the command behind it"
                        + " says.",
        footer = {
            "  lark topic create orders",
            "  lark topic subscribe orders large-orders --filter '{\"type\": [\"order.paid\"]}'",
            "  lark topic publish orders order.paid --data '{\"total\": 700}'"
        })
final class TopicCommand extends Verb {

    TopicCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new TopicVerbs.Create(around),
                new TopicVerbs.Show(around),
                new TopicVerbs.Subscribe(around),
                new TopicVerbs.Secret(around),
                new TopicVerbs.Unsubscribe(around),
                new TopicVerbs.Publish(around),
                new TopicVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            var items = api.all("/topics");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no topics yet: lark topic create makes one.");
                return Exit.OK;
            }
            Table table = new Table("NAME", "CREATED");
            items.forEach(
                    item ->
                            table.row(
                                    Json.text(item, "name", ""), Json.text(item, "createdAt", "")));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }
}
