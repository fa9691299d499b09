package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** What stands behind {@code lark bucket}. */
final class BucketVerbs {

    private BucketVerbs() {}

    /** One of one bucket. */
    abstract static class OfBucket extends StorageVerb {

        OfBucket(Surroundings around) {
            super(around, "bucket");
        }
    }

    @Command(
            name = "create",
            description = "Makes a bucket.",
            footer = "  lark bucket create images")
    static final class Create extends OfBucket {

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
            description = "Lists objects by their keys: the first thousand of those asked for.",
            footer = {
                "  lark bucket show images",
                "  lark bucket show images --prefix animals/ --delimiter /"
            })
    static final class Show extends OfBucket {

        @Option(names = "--prefix", description = "Only keys that begin so.")
        private String prefix = "";

        @Option(
                names = "--delimiter",
                description = "Keys that have the same up to it are shown once.")
        private String delimiter = "";

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            JsonNode list;
            try (Api api = api()) {
                list =
                        api.get(
                                path()
                                        + "/objects?limit=1000&prefix=%s&delimiter=%s"
                                                .formatted(
                                                        Ask.encoded(prefix),
                                                        Ask.encoded(delimiter)));
            }
            if (printing.json()) {
                printing.json(list);
                return Exit.OK;
            }
            Table table = new Table("KEY", ">SIZE", "CHANGED");
            list.path("prefixes").forEach(each -> table.row(each.asString(), "", ""));
            list.path("items")
                    .forEach(
                            each ->
                                    table.row(
                                            Json.text(each, "key", ""),
                                            Size.of(each.path("size").asLong()),
                                            Json.text(each, "changedAt", "")));
            rows(printing, table, list, "--prefix shows a part of them.");
            return Exit.OK;
        }
    }

    @Command(
            name = "put",
            description = "Writes a file into a bucket.",
            footer = {
                "  lark bucket put images cat.png",
                "  lark bucket put images cat.png animals/cat.png --type image/png"
            })
    static final class Put extends OfBucket {

        @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
        private String file = "";

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "KEY",
                description = "What it is found by; usually the file's name.")
        private @Nullable String key;

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "Its content type (${DEFAULT-VALUE}).")
        private String type = "application/octet-stream";

        Put(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            Path path = around().folder().resolve(file);
            String object = key == null ? String.valueOf(path.getFileName()) : key;
            BodyPublisher bytes = bytes(path);
            try (Api api = api()) {
                JsonNode put =
                        api.send(
                                        Ask.put(
                                                StoragePaths.keyed(path(), "objects", object),
                                                type,
                                                () -> bytes))
                                .json();
                answer(
                        printing,
                        put,
                        "Wrote %s, %s.".formatted(object, Size.of(put.path("size").asLong())));
            }
            return Exit.OK;
        }

        private static BodyPublisher bytes(Path path) {
            try {
                return BodyPublishers.ofFile(path);
            } catch (FileNotFoundException e) {
                throw Failure.usage("there is no file %s".formatted(path), "Check its name.");
            }
        }
    }

    @Command(
            name = "get",
            description = {
                "Writes the bytes of an object to standard output, up to 64 MiB.",
                "On a screen, what would act on the terminal is written out."
            },
            footer = "  lark bucket get images animals/cat.png > cat.png")
    static final class Get extends KeyedVerb {

        Get(Surroundings around) {
            super(around, "bucket", "objects");
        }

        @Override
        Exit run(Printing printing) {
            return get(printing);
        }

        @Override
        void describe(Reply reply, ObjectNode known) {
            known.put("size", reply.body().length)
                    .put("contentType", reply.header("Content-Type"))
                    .put("etag", reply.header("ETag"));
        }
    }

    @Command(
            name = "share",
            description = {
                "Makes an address that opens an object to whoever has it, for a while.",
                "It is signed by the API key that asks; revoking that key ends it."
            },
            footer = "  lark bucket share images animals/cat.png --expires-in 86400")
    static final class Share extends KeyedVerb {

        @Option(
                names = "--expires-in",
                paramLabel = "SECONDS",
                description = "How long, seven days at most (${DEFAULT-VALUE}).")
        private long expiresIn = 3_600;

        Share(Surroundings around) {
            super(around, "bucket", "objects");
        }

        @Override
        Exit run(Printing printing) {
            ObjectNode wish = Json.object().put("key", key()).put("expiresIn", expiresIn);
            try (Api api = api()) {
                JsonNode made = api.send(Ask.post(path() + "/addresses", wish)).json();
                answer(printing, made, made.path("url").asString());
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "remove",
            description = "Deletes an object.",
            footer = "  lark bucket remove images animals/cat.png")
    static final class Remove extends KeyedVerb {

        Remove(Surroundings around) {
            super(around, "bucket", "objects");
        }

        @Override
        Exit run(Printing printing) {
            return remove(printing);
        }
    }

    @Command(
            name = "empty",
            description = {
                "Deletes all objects whose keys begin alike, for good; the bucket stays.",
                "When it is broken off, the same again goes on."
            },
            footer = {
                "  lark bucket empty images --prefix animals/",
                "  lark bucket empty images --all"
            })
    static final class Empty extends OfBucket {

        @Option(names = "--prefix", description = "What the keys begin with.")
        private String prefix = "";

        @Option(names = "--all", description = "Every object of the bucket.")
        private boolean all;

        Empty(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            if (all != prefix.isEmpty()) {
                throw Failure.usage(
                        "what is to be deleted is said by --prefix or by --all",
                        "lark bucket empty %s --prefix animals/".formatted(name()));
            }
            long deleted = 0;
            try (Api api = api()) {
                JsonNode round;
                do {
                    round =
                            api.send(Ask.delete(path() + "/objects?prefix=" + Ask.encoded(prefix)))
                                    .json();
                    deleted += round.path("deleted").asLong();
                } while (round.path("more").asBoolean(false));
            }
            answer(
                    printing,
                    Json.object().put("deleted", deleted),
                    "Deleted objects: %d.".formatted(deleted));
            return Exit.OK;
        }
    }

    @Command(
            name = "delete",
            description = "Deletes an empty bucket.",
            footer = "  lark bucket delete images")
    static final class Delete extends OfBucket {

        Delete(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return delete(printing);
        }
    }
}
