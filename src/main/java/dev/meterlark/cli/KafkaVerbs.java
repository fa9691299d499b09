package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What stands behind {@code lark kafka-connection}. */
final class KafkaVerbs {

    private static final List<String> NOT_WISHED = List.of("createdAt", "changedAt");

    private KafkaVerbs() {}

    private static void into(ObjectNode wish, List<String> pairs) {
        TypedMembers.into(wish, pairs, "brokers='[{\"host\": \"kafka.example\"}]'", "kafka.md");
    }

    static Exit list(Verb verb, Printing printing) {
        try (Api api = verb.api()) {
            var items = api.all("/kafka-connections");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice(
                        "There are no connections yet: lark kafka-connection create makes one.");
                return Exit.OK;
            }
            Table table = new Table("NAME", "BROKERS", "TLS", "USER");
            items.forEach(
                    item ->
                            table.row(
                                    Json.text(item, "name", ""),
                                    Json.line(item.path("brokers")),
                                    Json.text(item.path("security"), "tls", ""),
                                    Json.text(item.path("security").path("sasl"), "user", "")));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }

    /** One of one connection. */
    abstract static class OfConnection extends StorageVerb {

        OfConnection(Surroundings around) {
            super(around, "kafka-connection");
        }
    }

    @Command(
            name = "create",
            description = "Names a Kafka that results are written to.",
            footer = {
                "  lark kafka-connection create events 'brokers=[{\"host\": \"kafka.example\"}]'",
                "  lark async hello --on-success kafka:events:results"
            })
    static final class Create extends OfConnection {

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "NAME=VALUE",
                description = "brokers and security, in JSON.")
        private List<String> pairs = List.of();

        Create(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = Json.object().put("name", name());
            into(wish, pairs);
            return create(printing, wish);
        }
    }

    @Command(
            name = "show",
            description = "Shows one connection, without its password.",
            footer = "  lark kafka-connection show events")
    static final class Show extends OfConnection {

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode found = api.get(path());
                answer(printing, found, Json.line(found));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "change",
            description = "Changes what a connection says; what is not named stays as it is.",
            footer =
                    "  lark kafka-connection change events 'brokers=[{\"host\": \"b.example\","
                            + " \"port\": 9093}]'")
    static final class Change extends OfConnection {

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "NAME=VALUE",
                description = "brokers, security, in JSON.")
        private List<String> pairs = List.of();

        Change(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode change = Json.object();
            into(change, pairs);
            try (Api api = api()) {
                ObjectNode wish = Json.object();
                wish.setAll((ObjectNode) api.get(path()));
                wish.remove(NOT_WISHED);
                wish.setAll(change);
                JsonNode changed = api.send(Ask.put(path(), wish)).json();
                answer(printing, changed, "Changed %s.".formatted(name()));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "test",
            description = {
                "Asks the cluster for a topic: nothing is written, and no topic is made.",
                "It fails when the cluster cannot be reached, or has no such topic."
            },
            footer = "  lark kafka-connection test events results")
    static final class Test extends OfConnection {

        @Parameters(index = "1", paramLabel = "TOPIC", description = "The topic to ask for.")
        private String topic = "";

        Test(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            JsonNode tried;
            try (Api api = api()) {
                ObjectNode wish = Json.object().put("topic", topic);
                tried = api.send(Ask.post(path() + "/test", wish)).json();
            }
            if (tried.path("reached").asBoolean(false)) {
                String answer = "It answers: %s has partitions: %s.";
                answer(
                        printing,
                        tried,
                        answer.formatted(topic, Json.text(tried, "partitions", "?")));
                return Exit.OK;
            }
            answer(printing, tried, Json.text(tried, "trouble", "It was not reached."));
            return Exit.CALLER;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a connection; what waits to be written there is given up.",
            footer = "  lark kafka-connection delete events")
    static final class Delete extends OfConnection {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return delete(printing);
        }
    }
}
