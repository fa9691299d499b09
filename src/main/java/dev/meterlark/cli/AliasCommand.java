package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

@Command(
        name = "alias",
        description = {
            "Shows the aliases of a function, or one of them; points it at a version, or shares its"
                    + " calls between several; leads it one step back.",
            "",
            "An alias moves at once: calls that have begun end where they began."
        },
        footer = {
            "  lark alias hello",
            "  lark alias hello live --version 3",
            "  lark alias hello live --version 3 --weight 4=0.1",
            "  lark alias hello live --rollback",
            "  lark alias hello live --history",
            "  lark alias hello live --delete"
        })
final class AliasCommand extends Verb {

    @Parameters(index = "0", paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ALIAS", arity = "0..1", description = "One alias.")
    private @Nullable String alias;

    @Option(
            names = "--version",
            paramLabel = "NUMBER",
            description = "Point it at this version; it is made when there is none.")
    private @Nullable String version;

    @Option(
            names = "--weight",
            paramLabel = "NUMBER=SHARE",
            description = "Give a share of the calls, as in 4=0.1, to another version.")
    private List<String> weights = List.of();

    @Option(names = "--rollback", description = "Point it where it pointed before its last move.")
    private boolean rollback;

    @Option(names = "--history", description = "Show where it has pointed, the newest first.")
    private boolean history;

    @Option(names = "--delete", description = "Delete it; the versions stay.")
    private boolean delete;

    AliasCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        long wanted =
                List.of(version != null, rollback, history, delete).stream()
                        .filter(each -> each)
                        .count();
        if (wanted > 1
                || (alias == null && wanted > 0)
                || (version == null && !weights.isEmpty())) {
            throw Failure.usage(
                    "lark alias does one thing at a time, and to one alias",
                    "--weight goes with --version. lark alias --help shows examples.");
        }
        try (Api api = api()) {
            if (alias == null) {
                list(api, printing);
            } else if (history) {
                history(api, Ask.alias(name, alias), printing);
            } else if (delete) {
                delete(api, Ask.alias(name, alias), printing);
            } else {
                show(one(api, Ask.alias(name, alias)), printing);
            }
        }
        return Exit.OK;
    }

    private JsonNode one(Api api, String path) {
        if (version != null) {
            return api.send(Ask.put(path, pointing(version))).json();
        }
        return rollback
                ? api.send(Ask.post(path + "/rollback", Json.object())).json()
                : api.get(path);
    }

    private ObjectNode pointing(String number) {
        ObjectNode wish = Json.object();
        wish.put("version", number);
        ObjectNode shares = wish.putObject("weights");
        weights.forEach(weight -> weigh(shares, weight));
        return wish;
    }

    private static void weigh(ObjectNode shares, String weight) {
        String[] pair = weight.split("=", 2);
        try {
            shares.put(pair[0], new BigDecimal(pair.length == 2 ? pair[1] : ""));
        } catch (NumberFormatException e) {
            throw Failure.usage(
                    "--weight names a version and its share of the calls, was: " + weight,
                    "As in --weight 4=0.1, which is one call in ten.");
        }
    }

    private static void delete(Api api, String path, Printing printing) {
        api.send(Ask.delete(path));
        if (printing.json()) {
            ObjectNode document = Json.object();
            document.put("deleted", true);
            printing.json(document);
        } else {
            printing.say("Deleted.");
        }
    }

    private void list(Api api, Printing printing) {
        ArrayNode items = api.all(Ask.function(name) + "/aliases");
        if (printing.json()) {
            printing.json(Api.items(items));
            return;
        }
        if (items.isEmpty()) {
            printing.notice(
                    "There are no aliases yet: lark alias %s live --version 1 makes one."
                            .formatted(name));
            return;
        }
        Table table = new Table("ALIAS", "POINTS AT", "MOVED", "URL");
        items.forEach(
                item ->
                        table.row(
                                Json.text(item, "name", ""),
                                pointsAt(item),
                                Shown.moment(Json.text(item, "movedAt", "")),
                                Json.text(item, "url", "")));
        table.lines().forEach(printing::say);
    }

    private static void history(Api api, String path, Printing printing) {
        ArrayNode items = api.all(path + "/history");
        if (printing.json()) {
            printing.json(Api.items(items));
            return;
        }
        Table table = new Table("FROM", "POINTED AT", "WHY", "BY");
        items.forEach(
                item ->
                        table.row(
                                Shown.moment(Json.text(item, "movedAt", "")),
                                pointsAt(item),
                                Json.text(item, "reason", ""),
                                Json.text(item, "actor", "")));
        table.lines().forEach(printing::say);
    }

    private void show(JsonNode found, Printing printing) {
        if (printing.json()) {
            printing.json(found);
            return;
        }
        printing.say(
                "%s of %s points at %s."
                        .formatted(
                                Shown.line(Json.text(found, "name", "")),
                                name,
                                Shown.line(pointsAt(found))));
        printing.notice("Call it: lark invoke %s --qualifier %s".formatted(name, alias));
    }

    /** {@code 3}, or {@code 3, 4 (0.1)}. */
    private static String pointsAt(JsonNode pointing) {
        String others =
                pointing.path("weights").properties().stream()
                        .map(
                                each ->
                                        ", %s (%s)"
                                                .formatted(
                                                        each.getKey(), each.getValue().asString()))
                        .collect(Collectors.joining());
        return Json.text(pointing, "version", "") + others;
    }
}
