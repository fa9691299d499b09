package dev.meterlark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands behind {@code lark table}. */
final class TableVerbs {

    private TableVerbs() {}

    /** One of one table. */
    abstract static class OfTable extends StorageVerb {

        OfTable(Surroundings around) {
            super(around, "table");
        }
    }

    @Command(
            name = "create",
            description = "Makes a table.",
            footer = {
                "  lark table create orders",
                "  lark table create orders --index customer.name:string",
                "  lark table create sessions --ttl expiresAt"
            })
    static final class Create extends OfTable {

        @Option(
                names = "--index",
                paramLabel = "PATH:TYPE",
                description =
                        "A member that items are found by besides their keys, and string or"
                                + " number.")
        private @Nullable String index;

        @Option(
                names = "--ttl",
                paramLabel = "PATH",
                description = "A member that says when a document expires.")
        private @Nullable String ttl;

        Create(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = Json.object().put("name", name()).put("ttl", ttl);
            if (index != null) {
                int colon = index.lastIndexOf(':');
                wish.putObject("index")
                        .put("path", colon < 0 ? index : index.substring(0, colon))
                        .put("type", colon < 0 ? "string" : index.substring(colon + 1));
            }
            return create(printing, wish);
        }
    }

    /** Writes a list of items, each on a line of its own. */
    private static Exit list(Api api, Printing printing, String path) {
        JsonNode list = api.get(path);
        if (printing.json()) {
            printing.json(list);
            return Exit.OK;
        }
        Table table = new Table("KEY", ">VERSION", "DOCUMENT");
        list.path("items")
                .forEach(
                        each ->
                                table.row(
                                        Json.text(each, "key", ""),
                                        Long.toString(each.path("version").asLong()),
                                        each.path("document").toString()));
        StorageVerb.rows(printing, table, list, "narrower bounds show a part of them.");
        return Exit.OK;
    }

    @Command(
            name = "show",
            description = "Lists items by their keys: the first thousand of those asked for.",
            footer = {
                "  lark table show orders",
                "  lark table show orders --prefix order-2026-",
                "  lark table show orders --json"
            })
    static final class Show extends OfTable {

        @Option(names = "--prefix", description = "Only keys that begin so.")
        private String prefix = "";

        @Option(names = "--last-first", description = "In the opposite order.")
        private boolean lastFirst;

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                return list(
                        api,
                        printing,
                        path()
                                + "/items?limit=1000&prefix=%s&order=%s"
                                        .formatted(
                                                Ask.encoded(prefix), lastFirst ? "desc" : "asc"));
            }
        }
    }

    @Command(
            name = "find",
            description = "Lists items by the table's index: the first thousand.",
            footer = {
                "  lark table find orders ada",
                "  lark table find readings --from 20.5 --to 30"
            })
    static final class Find extends OfTable {

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "VALUE",
                description = "Exactly this value.")
        private @Nullable String value;

        @Option(names = "--from", description = "From this value on.")
        private @Nullable String from;

        @Option(names = "--to", description = "Below this value.")
        private @Nullable String to;

        @Option(names = "--last-first", description = "In the opposite order.")
        private boolean lastFirst;

        Find(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                return list(
                        api,
                        printing,
                        path()
                                + "/index?limit=1000&order="
                                + (lastFirst ? "desc" : "asc")
                                + parameter("equals", value)
                                + parameter("from", from)
                                + parameter("to", to));
            }
        }

        private static String parameter(String name, @Nullable String text) {
            return text == null ? "" : "&" + name + "=" + Ask.encoded(text);
        }
    }

    @Command(
            name = "put",
            description = "Writes a document into a table.",
            footer = {
                "  lark table put orders order-7 '{\"customer\": \"ada\", \"total\": 700}'",
                "  lark table put orders order-7 @order.json --if-version 3"
            })
    static final class Put extends KeyedVerb {

        @Parameters(
                index = "2",
                paramLabel = "DOCUMENT",
                description = "A JSON object; @FILE, or - for standard input.")
        private String document = "";

        @Option(
                names = "--if-version",
                paramLabel = "N",
                description = "Only when the item has this version; 0 when there is none.")
        private @Nullable Long ifVersion;

        @Option(
                names = "--expires-in",
                paramLabel = "SECONDS",
                description = "When it goes by itself.")
        private @Nullable Long expiresIn;

        Put(Surroundings around) {
            super(around, "table", "items");
        }

        @Override
        Exit run(Printing printing) {
            byte[] json = EventBytes.of(document, null, around()).content();
            ObjectNode put = Json.object().put("key", key());
            put.put("expiresIn", expiresIn);
            if (ifVersion != null && ifVersion == 0) {
                put.put("ifAbsent", true);
            } else {
                put.put("ifVersion", ifVersion);
            }
            try (Api api = api()) {
                JsonNode result = batch(api, path(), "put", put, new String(json, UTF_8));
                answer(
                        printing,
                        result,
                        "Wrote %s, version %d.".formatted(key(), result.path("version").asLong()));
            }
            return Exit.OK;
        }
    }

    /**
     * Through a batch of one, because that takes a key of any text.
     *
     * @param document as it was typed: reading it here would change its numbers; null for none
     */
    private static JsonNode batch(
            Api api, String path, String operation, ObjectNode what, @Nullable String document) {
        String text = what.toString();
        String whole =
                document == null
                        ? text
                        : text.substring(0, text.length() - 1) + ",\"document\":" + document + "}";
        byte[] body = "{\"operations\":[{\"%s\":%s}]}".formatted(operation, whole).getBytes(UTF_8);
        return api.send(Ask.post(path + "/batch", "application/json", body, Ask.SOON))
                .json()
                .path("results")
                .path(0);
    }

    @Command(
            name = "get",
            description = "Writes the document of an item to standard output.",
            footer = "  lark table get orders order-7")
    static final class Get extends KeyedVerb {

        Get(Surroundings around) {
            super(around, "table", "items");
        }

        @Override
        Exit run(Printing printing) {
            return get(printing);
        }

        @Override
        void describe(Reply reply, ObjectNode known) {
            known.put("version", reply.header("ETag").replace("\"", ""));
            known.set("document", reply.json());
        }
    }

    @Command(
            name = "remove",
            description = "Deletes an item.",
            footer = "  lark table remove orders order-7")
    static final class Remove extends KeyedVerb {

        Remove(Surroundings around) {
            super(around, "table", "items");
        }

        @Override
        Exit run(Printing printing) {
            return remove(printing);
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a table with all its items.",
            footer = "  lark table delete orders")
    static final class Delete extends OfTable {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return delete(printing);
        }
    }
}
