package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** What stands behind {@code lark route}. */
final class RouteVerbs {

    private static final List<String> NOT_WISHED = List.of("id", "key", "createdAt", "changedAt");

    private RouteVerbs() {}

    static Exit list(Verb verb, Printing printing) {
        try (Api api = verb.api()) {
            var items = api.all("/routes");
            if (printing.json()) {
                printing.json(Api.items(items));
                return Exit.OK;
            }
            if (items.isEmpty()) {
                printing.notice("There are no routes yet: lark route create makes one.");
                return Exit.OK;
            }
            Table table = new Table("ID", "METHOD", "PATH", "RUNS", "QUALIFIER", "WHO MAY ASK");
            items.forEach(
                    item ->
                            table.row(
                                    Json.text(item, "id", ""),
                                    Json.text(item, "method", ""),
                                    Json.text(item, "path", ""),
                                    TriggerVerbs.target(item),
                                    Json.text(item, "qualifier", "$LATEST"),
                                    Json.text(item, "auth", "key")));
            table.lines().forEach(printing::say);
        }
        return Exit.OK;
    }

    private static void into(ObjectNode wish, List<String> pairs) {
        TypedMembers.into(wish, pairs, "auth=none", "routes.md");
    }

    /** One of one route. */
    abstract static class OfRoute extends VerbById {

        OfRoute(Surroundings around) {
            super(around, "route");
        }
    }

    @Command(
            name = "list",
            description = "Lists the routes of the account.",
            footer = {"  lark route list", "  lark route list --json"})
    static final class ListAll extends Verb {

        ListAll(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return list(this, printing);
        }
    }

    @Command(
            name = "create",
            description = "Lets a function answer a method and a path of the account.",
            footer = {
                "  lark route create GET '/orders/{id}' orders auth=none",
                "  lark route create ANY '/files/{rest...}' files qualifier=live"
                        + " 'rate={\"perSecond\": 20}'"
            })
    static final class Create extends Verb {

        @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, … or ANY.")
        private String method = "";

        @Parameters(
                index = "1",
                paramLabel = "PATH",
                description = "With {id} for a segment, and {rest...} for all that is left.")
        private String path = "";

        @Parameters(index = "2", paramLabel = "FUNCTION", description = "What answers.")
        private String target = "";

        @Parameters(
                index = "3..*",
                arity = "0..*",
                paramLabel = "NAME=VALUE",
                description = "auth=none, qualifier=live, … JSON where it is some.")
        private List<String> pairs = List.of();

        @Option(names = "--pipeline", description = "FUNCTION is a pipeline.")
        private boolean pipeline;

        Create(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = Json.object().put("method", method).put("path", path);
            wish.put(pipeline ? "pipeline" : "function", target);
            into(wish, pairs);
            try (Api api = api()) {
                JsonNode made = api.send(Ask.post("/routes", wish)).json();
                if (printing.json()) {
                    printing.json(made);
                } else {
                    printing.say(Json.text(made, "id", ""));
                    printing.notice(
                            "%s answers %s."
                                    .formatted(
                                            Shown.line(target),
                                            Shown.line(Json.text(made, "key", ""))));
                }
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "show",
            description = "Shows one route.",
            footer = "  lark route show 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11")
    static final class Show extends OfRoute {

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                return show(printing, api.get(path()));
            }
        }
    }

    @Command(
            name = "change",
            description = "Changes what a route says; what is not named stays as it is.",
            footer = {
                "  lark route change 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 auth=key",
                "  lark route change 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 qualifier=null"
            })
    static final class Change extends OfRoute {

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "NAME=VALUE",
                description = "Members that change: function=orders, auth=none, rate=null, …")
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
                if (change.has("function") || change.has("pipeline")) {
                    wish.remove(List.of("function", "pipeline"));
                }
                wish.setAll(change);
                JsonNode changed = api.send(Ask.put(path(), wish)).json();
                StorageVerb.answer(
                        printing,
                        changed,
                        "Changed %s, %s.".formatted(id(), Json.text(changed, "key", "")));
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a route; its function stays.",
            footer = "  lark route delete 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11")
    static final class Delete extends OfRoute {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                api.send(Ask.delete(path()));
            }
            return deleted(printing);
        }
    }
}
