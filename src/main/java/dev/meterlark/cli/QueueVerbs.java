package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands behind {@code lark queue}. */
final class QueueVerbs {

    private QueueVerbs() {}

    /** One of one queue. */
    abstract static class OfQueue extends StorageVerb {

        OfQueue(Surroundings around) {
            super(around, "queue");
        }
    }

    @Command(
            name = "create",
            description = "Makes a queue.",
            footer = {
                "  lark queue create orders",
                "  lark queue create orders --max-receives 5 --dead-letters orders-dead",
                "  lark queue create moves --ordered"
            })
    static final class Create extends OfQueue {

        @Option(
                names = "--visibility-timeout",
                paramLabel = "SECONDS",
                description = "How long a received message is hidden (30).")
        private @Nullable Integer visibilityTimeout;

        @Option(
                names = "--retention",
                paramLabel = "SECONDS",
                description = "How long a message is kept that nobody takes (345600).")
        private @Nullable Integer retention;

        @Option(
                names = "--delay",
                paramLabel = "SECONDS",
                description = "How long a message waits at first (0).")
        private @Nullable Integer delay;

        @Option(
                names = "--max-receives",
                paramLabel = "N",
                description = "How often a message is received before it is given up.")
        private @Nullable Integer maxReceives;

        @Option(
                names = "--dead-letters",
                paramLabel = "QUEUE",
                description = "Where messages go that are given up.")
        private @Nullable String deadLetters;

        @Option(names = "--ordered", description = "Messages of one group come in order.")
        private boolean ordered;

        Create(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = Json.object().put("name", name()).put("orderedByGroup", ordered);
            wish.put("visibilityTimeout", visibilityTimeout);
            wish.put("retention", retention);
            wish.put("delay", delay);
            wish.put("maxReceives", maxReceives);
            wish.put("deadLetterQueue", deadLetters);
            return create(printing, wish);
        }
    }

    @Command(
            name = "show",
            description = "Shows a queue and counts its messages.",
            footer = "  lark queue show orders")
    static final class Show extends OfQueue {

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode queue = api.get(path());
                JsonNode messages = queue.path("messages");
                answer(
                        printing,
                        queue,
                        "%s: %s waiting, %s in flight, %s delayed; the oldest for %s s"
                                .formatted(
                                        name(),
                                        messages.path("waiting").asLong(),
                                        messages.path("inFlight").asLong(),
                                        messages.path("delayed").asLong(),
                                        messages.path("oldestAgeSeconds").asLong()));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "send",
            description = "Sends a message.",
            footer = {
                "  lark queue send orders '{\"order\": 7}'",
                "  lark queue send moves 'e2-e4' --group game-1"
            })
    static final class Send extends OfQueue {

        @Parameters(index = "1", paramLabel = "BODY", description = "The message's text.")
        private String body = "";

        @Option(names = "--group", description = "For ordered queues: comes in order within it.")
        private @Nullable String group;

        @Option(
                names = "--deduplication-id",
                paramLabel = "ID",
                description = "A second message with it is not sent, for five minutes.")
        private @Nullable String deduplicationId;

        @Option(
                names = "--delay",
                paramLabel = "SECONDS",
                description = "Before it can be received.")
        private @Nullable Integer delay;

        Send(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode message = Json.object().put("body", body);
            message.put("group", group);
            message.put("deduplicationId", deduplicationId);
            message.put("delaySeconds", delay);
            try (Api api = api()) {
                JsonNode sent = api.send(Ask.post(path() + "/messages", message)).json();
                boolean duplicate = sent.path("duplicate").asBoolean();
                answer(
                        printing,
                        sent,
                        (duplicate ? "Sent before as %s." : "Sent %s.")
                                .formatted(Json.text(sent, "id", "")));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "receive",
            description = {
                "Receives messages and writes their bodies, one on each line; with --json all of"
                        + " them, with their receipts.",
                "Without --delete they come again when their time is over."
            },
            footer = {
                "  lark queue receive orders --max 10 --wait 20 --delete",
                "  lark queue receive orders --json"
            })
    static final class Receive extends OfQueue {

        @Option(names = "--max", paramLabel = "N", description = "At most so many (1).")
        private int max = 1;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                description = "How long to wait for the first (0, at most 20).")
        private int wait;

        @Option(names = "--delete", description = "Delete them when they are written.")
        private boolean delete;

        Receive(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode received =
                        api.get(path() + "/messages?max=%d&wait=%d".formatted(max, wait));
                if (printing.json()) {
                    printing.json(received);
                } else {
                    received.path("items")
                            .forEach(each -> printing.say(Shown.line(Json.text(each, "body", ""))));
                }
                around().out().flush();
                for (JsonNode each : received.path("items")) {
                    if (delete) {
                        String receipt = Ask.encoded(Json.text(each, "receipt", ""));
                        api.send(Ask.delete(path() + "/messages/" + receipt));
                    }
                }
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "purge",
            description = "Deletes all messages of a queue.",
            footer = "  lark queue purge orders")
    static final class Purge extends OfQueue {

        Purge(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode done = api.send(Ask.post(path() + "/purge", Json.object())).json();
                answer(printing, done, "Deleted %d.".formatted(done.path("purged").asInt()));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "redrive",
            description = "Puts the messages of a dead-letter queue back where they came from.",
            footer = "  lark queue redrive orders-dead")
    static final class Redrive extends OfQueue {

        Redrive(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode done = api.send(Ask.post(path() + "/redrive", Json.object())).json();
                answer(printing, done, "Put back %d.".formatted(done.path("redriven").asInt()));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a queue with all its messages.",
            footer = "  lark queue delete orders")
    static final class Delete extends OfQueue {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return delete(printing);
        }
    }
}
