package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

@Command(
        name = "invoke",
        description = {
            "Calls a function and writes its answer to standard output, byte for byte.",
            "What the call took and cost goes to standard error. On a screen, what would act on the"
                    + " terminal is written out."
        },
        footer = {
            "  lark invoke hello --event '{\"name\": \"Ada\"}'",
            "  lark invoke thumbnail --event @event.json > answer.json",
            "  echo '[1, 2]' | lark invoke sum --event - --log",
            "  lark invoke shout --event 'good morning' --type text/plain",
            "  lark invoke hello --saved order",
            "  lark invoke report --event @big.json --async --delay 60"
        })
final class InvokeCommand extends Verb {

    private static final Pattern STAGE =
            Pattern.compile("\"([^\"]*)\";calls=(\\d+);billed-ms=(\\d+);price=\"([^\"]*)\"");
    private static final int LOOKS = 60;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(
            names = {"-e", "--event"},
            paramLabel = "EVENT",
            description = "The event: JSON, @FILE, or - for standard input ({}).")
    private @Nullable String event;

    @Option(
            names = "--saved",
            paramLabel = "NAME",
            description = "The event that is saved by this name, in place of --event.")
    private @Nullable String saved;

    @Option(
            names = "--type",
            paramLabel = "MEDIA-TYPE",
            description = "What the event is, when it is not JSON: text/plain, image/jpeg, …")
    private @Nullable String type;

    @Option(
            names = {"-q", "--qualifier"},
            paramLabel = "QUALIFIER",
            description = "The version or alias to call; else what is being edited.")
    private @Nullable String qualifier;

    @Option(names = "--log", description = "Show what the call printed, too.")
    private boolean log;

    @Option(
            names = "--async",
            description = "Do not wait for the answer: the call's id is printed when it is kept.")
    private boolean later;

    @Option(
            names = "--delay",
            paramLabel = "SECONDS",
            description = "With --async: run it so much later.")
    private @Nullable Long delay;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "With --async: run it then or later, as in 2026-12-24T18:00:00Z.")
    private @Nullable String notBefore;

    @Option(
            names = "--once",
            paramLabel = "KEY",
            description = "With --async: calls with the same key are one call.")
    private @Nullable String once;

    @Option(
            names = "--in-order",
            paramLabel = "KEY",
            description = "With --async: calls with the same key run one after the other.")
    private @Nullable String inOrder;

    InvokeCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        if (saved != null && (event != null || type != null)) {
            throw Failure.usage(
                    "--saved stands in place of --event and --type",
                    "lark event list NAME shows what is saved.");
        }
        EventBytes bytes =
                saved == null
                        ? EventBytes.of(event == null ? "{}" : event, type, around())
                        : saved(saved);
        Map<String, String> terms = terms();
        if (later) {
            return accept(bytes, terms, printing);
        }
        if (!terms.isEmpty()) {
            throw Failure.usage(
                    "--delay, --not-before, --once and --in-order are about calls that nobody waits"
                            + " for",
                    "Add --async.");
        }
        try (Api api = api()) {
            Ask ask =
                    Ask.post(
                            Ask.function(name)
                                    + "/invocations"
                                    + (qualifier == null
                                            ? ""
                                            : "?qualifier=" + Ask.qualifier(qualifier)),
                            bytes.type(),
                            bytes.content(),
                            Ask.AS_LONG_AS_A_CALL);
            long begun = System.nanoTime();
            Reply reply = api.exchange(ask);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            boolean ran = !reply.header("Meterlark-Invocation-Id").isEmpty();
            Optional<JsonNode> printed = log && ran ? log(api, reply) : Optional.empty();
            return printing.json()
                    ? document(reply, took, printed, printing)
                    : show(reply, took, printed, printing);
        }
    }

    private EventBytes saved(String by) {
        try (Api api = api()) {
            Reply found = api.send(Ask.get(EventCommand.path(name, by)));
            return new EventBytes(found.body(), found.header("Content-Type"));
        }
    }

    private Map<String, String> terms() {
        Map<String, String> terms = new TreeMap<>();
        put(terms, "Meterlark-Delay", delay == null ? null : Long.toString(delay));
        put(terms, "Meterlark-Not-Before", notBefore);
        put(terms, "Meterlark-Deduplication-Key", once);
        put(terms, "Meterlark-Ordering-Key", inOrder);
        return terms;
    }

    private static void put(Map<String, String> terms, String name, @Nullable String value) {
        if (value != null) {
            if (!value.matches("[\\x20-\\x7e]*")) {
                throw Failure.usage(
                        "a key or time is printable ASCII on one line, was: " + Shown.line(value),
                        "lark invoke NAME --async --once order-17");
            }
            terms.put(name, value);
        }
    }

    private Exit accept(EventBytes bytes, Map<String, String> terms, Printing printing) {
        Map<String, String> headers = new TreeMap<>(terms);
        headers.put("Prefer", "respond-async");
        try (Api api = api()) {
            Ask ask =
                    Ask.post(
                                    Ask.function(name) + "/invocations",
                                    bytes.type(),
                                    bytes.content(),
                                    Ask.SOON)
                            .with(headers);
            Reply reply = api.exchange(ask);
            if (!reply.succeeded()) {
                throw reply.failure();
            }
            JsonNode accepted = reply.json();
            if (printing.json()) {
                printing.json(accepted);
                return Exit.OK;
            }
            String id = Json.text(accepted, "id", "");
            printing.say(Shown.line(id));
            printing.notice(
                    reply.header("Meterlark-Duplicate").equals("true")
                            ? "accepted before, under the same key"
                            : "accepted · lark call status " + Shown.line(id));
            return Exit.OK;
        }
    }

    private Exit show(Reply reply, Duration took, Optional<JsonNode> printed, Printing printing) {
        printed.ifPresent(call -> showLog(call, printing));
        if (reply.succeeded()) {
            Answers.write(reply, around());
        }
        if (!reply.header("Meterlark-Invocation-Id").isEmpty()) {
            printing.notice(facts(reply, took));
            stages(reply).forEach(printing::notice);
        }
        if (!reply.succeeded()) {
            throw reply.failure();
        }
        return Exit.OK;
    }

    private static String facts(Reply reply, Duration took) {
        boolean cold = reply.header("Meterlark-Cold-Start").equals("true");
        return "%s · %s · %d ms · billed %s ms · %s · %s"
                .formatted(
                        cold ? "cold" : "warm",
                        reply.succeeded() ? "succeeded" : "failed",
                        took.toMillis(),
                        Shown.line(reply.header("Meterlark-Billed-Ms")),
                        Shown.line(reply.header("Meterlark-Price")),
                        Shown.line(reply.header("Meterlark-Invocation-Id")));
    }

    /** Of a pipeline's run, what each stage took. */
    private static List<String> stages(Reply reply) {
        return STAGE.matcher(reply.header("Meterlark-Stages"))
                .results()
                .map(
                        stage ->
                                Shown.line(
                                        "  %s · %s %s · billed %s ms · %s"
                                                .formatted(
                                                        stage.group(1),
                                                        stage.group(2),
                                                        stage.group(2).equals("1")
                                                                ? "call"
                                                                : "calls",
                                                        stage.group(3),
                                                        stage.group(4))))
                .toList();
    }

    private void showLog(JsonNode call, Printing printing) {
        String text = Json.text(call, "log", "");
        printing.notice(
                text.isEmpty()
                        ? "(it printed nothing)"
                        : Shown.lines(
                                text.endsWith("\n") ? text.substring(0, text.length() - 1) : text));
        long lost = call.path("logTruncatedBytes").asLong(0);
        if (lost > 0) {
            printing.notice("(and %s more, which was not kept)".formatted(Size.of(lost)));
        }
    }

    /** A finished call is in the history within a second. */
    private static Optional<JsonNode> log(Api api, Reply reply) {
        String id = reply.header("Meterlark-Invocation-Id");
        for (int looks = 0; looks < LOOKS; looks++) {
            Reply call = api.exchange(Ask.get("/invocations/" + Ask.encoded(id)));
            if (call.succeeded()) {
                return Optional.of(call.json());
            }
            if (call.status() != 404) {
                throw call.failure();
            }
            api.rest(BETWEEN_LOOKS);
        }
        return Optional.empty();
    }

    private static Exit document(
            Reply reply, Duration took, Optional<JsonNode> printed, Printing printing) {
        if (reply.header("Meterlark-Invocation-Id").isEmpty()) {
            throw reply.failure();
        }
        ObjectNode document = Json.object();
        document.put("invocationId", reply.header("Meterlark-Invocation-Id"));
        document.put("status", reply.succeeded() ? "succeeded" : "failed");
        document.put("durationMs", took.toMillis());
        document.put("billedMs", whole(reply.header("Meterlark-Billed-Ms")));
        document.put("price", reply.header("Meterlark-Price"));
        document.put("coldStart", reply.header("Meterlark-Cold-Start").equals("true"));
        Exit exit = Exit.OK;
        if (reply.succeeded()) {
            CallFacts.into(document, reply);
        } else {
            Failure failure = reply.failure();
            exit = failure.exit();
            document.set("error", reply.json());
            document.put("exitCode", exit.code());
        }
        printed.ifPresent(call -> document.put("log", Json.text(call, "log", "")));
        printing.json(document);
        return exit;
    }

    private static long whole(String number) {
        return number.matches("[0-9]{1,15}") ? Long.parseLong(number) : 0;
    }
}
