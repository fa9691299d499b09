package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

import java.util.List;

@Command(
        name = "queue",
        aliases = "queues",
        description =
                "Queues of messages: lists those of the account, or does what the command behind it"
                        + " says.",
        footer = {
            "  lark queue",
            "  lark queue create orders --visibility-timeout 60",
            "  lark queue send orders 'one more'",
            "  lark queue receive orders --wait 20 --delete",
            "  lark queue show orders"
        })
final class QueueCommand extends Verb {

    QueueCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new QueueVerbs.Create(around),
                new QueueVerbs.Show(around),
                new QueueVerbs.Send(around),
                new QueueVerbs.Receive(around),
                new QueueVerbs.Purge(around),
                new QueueVerbs.Redrive(around),
                new QueueVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        try (Api api = api()) {
            var items = api.all("/queues");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no queues yet: lark queue create makes one.");
                return Exit.OK;
            }
            Table table = new Table("NAME", ">HIDDEN FOR", ">KEPT FOR", "DEAD LETTERS", "ORDERED");
            items.forEach(item -> row(table, item));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }

    private static void row(Table table, JsonNode queue) {
        table.row(
                Json.text(queue, "name", ""),
                queue.path("visibilityTimeout").asInt() + " s",
                queue.path("retention").asInt() + " s",
                Json.text(queue, "deadLetterQueue", "none"),
                queue.path("orderedByGroup").asBoolean() ? "by group" : "no");
    }
}
