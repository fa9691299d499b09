package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

@Command(
        name = "tag",
        description = {
            "Shows the tags of a function, or gives it some and takes others away.",
            "",
            "Usage is recorded with the tags that a function has at the time, and split by them:"
                    + " lark usage --by tag:team."
        },
        footer = {
            "  lark tag hello",
            "  lark tag hello team=shop stage=test",
            "  lark tag hello --remove stage"
        })
final class TagCommand extends Verb {

    @Parameters(index = "0", paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Parameters(
            index = "1..*",
            paramLabel = "TAG=VALUE",
            description = "What it is given; other tags stay as they are.")
    private List<String> given = List.of();

    @Option(
            names = "--remove",
            paramLabel = "TAG",
            split = ",",
            description = "What is taken away; may be given again.")
    private @Nullable List<String> removed;

    TagCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        String path = Ask.function(name);
        JsonNode function;
        try (Api api = api()) {
            function = api.get(path);
            if (!given.isEmpty() || removed != null) {
                ObjectNode change = Json.object();
                change.set("tags", changed(function.path("tags")));
                function = api.send(Ask.patch(path, change)).json();
            }
        }
        if (printing.json()) {
            printing.json(function.path("tags"));
        } else {
            show(function.path("tags"), printing);
        }
        return Exit.OK;
    }

    private ObjectNode changed(JsonNode before) {
        ObjectNode tags = Json.object();
        before.properties().forEach(each -> tags.set(each.getKey(), each.getValue()));
        if (removed != null) {
            removed.forEach(tags::remove);
        }
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Failure.usage(
                        "a tag is as in team=shop, was: " + Shown.line(pair),
                        "lark tag --help shows how it is used.");
            }
            tags.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return tags;
    }

    private void show(JsonNode tags, Printing printing) {
        if (tags.isEmpty()) {
            printing.say("%s has no tags.".formatted(name));
            return;
        }
        tags.properties()
                .forEach(
                        each ->
                                printing.say(
                                        Shown.line(
                                                each.getKey() + "=" + each.getValue().asString())));
    }
}
