package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands behind {@code lark topic}. */
final class TopicVerbs {

    private TopicVerbs() {}

    /** One of one topic. */
    abstract static class OfTopic extends StorageVerb {

        OfTopic(Surroundings around) {
            super(around, "topic");
        }
    }

    @Command(name = "create", description = "Makes a topic.", footer = "  lark topic create orders")
    static final class Create extends OfTopic {

        Create(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return create(printing);
        }
    }

    @Command(
            name = "show",
            description = "Shows who gets the events of a topic.",
            footer = "  lark topic show orders")
    static final class Show extends OfTopic {

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                var items = api.all(path() + "/subscriptions");
                if (printing.json()) {
                    printing.json(Api.items(items));
                    return Exit.OK;
                }
                Table table = new Table("SUBSCRIPTION", "GOES TO", "FILTER");
                items.forEach(
                        item ->
                                table.row(
                                        Json.text(item, "name", ""),
                                        SubscriberText.of(item),
                                        item.path("filter").isObject()
                                                ? Json.line(item.path("filter"))
                                                : "every event"));
                table.lines().forEach(printing::say);
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "subscribe",
            description = {
                "Sends the events of a topic somewhere, all or those that a filter takes.",
                "",
                "TARGET is a queue, function:NAME or function:NAME:VERSION-OR-ALIAS, pipeline:NAME"
                        + " or pipeline:NAME:VERSION, or a web address."
            },
            footer = {
                "  lark topic subscribe orders all-orders",
                "  lark topic subscribe orders function:mail:live",
                "  lark topic subscribe orders https://hooks.example.com/orders --name hook",
                "  lark topic subscribe orders paid --filter '{\"type\": [{\"suffix\":"
                        + " \".paid\"}]}'"
            })
    static final class Subscribe extends OfTopic {

        @Parameters(index = "1", paramLabel = "TARGET", description = "Where they go.")
        private String target = "";

        @Option(names = "--name", description = "Of the subscription; usually the target's.")
        private @Nullable String subscription;

        @Option(names = "--filter", paramLabel = "JSON", description = "A pattern of events.")
        private @Nullable String filter;

        Subscribe(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = SubscriberText.parse(target);
            wish.put("name", subscription);
            if (filter != null) {
                wish.set("filter", TypedMembers.json("--filter", filter));
            }
            try (Api api = api()) {
                JsonNode made = api.send(Ask.post(path() + "/subscriptions", wish)).json();
                answer(printing, made, "Subscribed %s to %s.".formatted(target, name()));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "secret",
            description =
                    "Makes a new secret that a web address's events are signed with, and shows it"
                            + " once; the one before signs as well for a day.",
            footer = "  lark topic secret orders hook")
    static final class Secret extends OfTopic {

        @Parameters(index = "1", paramLabel = "SUBSCRIPTION", description = "The subscription.")
        private String subscription = "";

        Secret(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                String path = path() + "/subscriptions/" + Ask.encoded(subscription) + "/secret";
                JsonNode made = api.send(Ask.post(path, Json.object())).json();
                answer(printing, made, Json.text(made, "secret", "?"));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "unsubscribe",
            description = "Ends a subscription.",
            footer = "  lark topic unsubscribe orders all-orders")
    static final class Unsubscribe extends OfTopic {

        @Parameters(index = "1", paramLabel = "SUBSCRIPTION", description = "The subscription.")
        private String subscription = "";

        Unsubscribe(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                api.send(Ask.delete(path() + "/subscriptions/" + Ask.encoded(subscription)));
            }
            answer(
                    printing,
                    Json.object().put("name", subscription).put("deleted", true),
                    "Ended %s.".formatted(subscription));
            return Exit.OK;
        }
    }

    @Command(
            name = "publish",
            description = "Publishes an event.",
            footer = "  lark topic publish orders order.paid --data '{\"total\": 700}'")
    static final class Publish extends OfTopic {

        @Parameters(index = "1", paramLabel = "TYPE", description = "The event's type.")
        private String type = "";

        @Option(names = "--data", paramLabel = "JSON", description = "What the event says.")
        private @Nullable String data;

        Publish(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode event = Json.object().put("type", type);
            if (data != null) {
                event.set("data", TypedMembers.json("--data", data));
            }
            try (Api api = api()) {
                JsonNode published = api.send(Ask.post(path() + "/events", event)).json();
                answer(
                        printing,
                        published,
                        "Published %s, to %d subscriptions."
                                .formatted(
                                        Json.text(published, "id", ""),
                                        published.path("deliveries").asInt()));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a topic and its subscriptions.",
            footer = "  lark topic delete orders")
    static final class Delete extends OfTopic {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return delete(printing);
        }
    }
}
