package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

@Command(
        name = "deploy",
        description = {
            "Makes a function of a folder, zip, jar, source file or executable, or brings it up to"
                + " date: what is not given stays as it is, and code that is there already is not"
                + " sent again.",
            "",
            "Of a folder everything is sent but .git and what its .larkignore names, which is"
                    + " written like a .gitignore."
        },
        footer = {
            "  lark deploy .                                     named as the folder is",
            "  lark deploy app.py --name hello --timeout 10",
            "  lark deploy target/shop.jar --handler com.acme.Shop --memory 512",
            "  lark deploy . --env STAGE=test --env-file secrets.env"
        })
final class DeployCommand extends Verb {

    @Parameters(paramLabel = "PATH", description = "A folder, zip, jar, source file or executable.")
    private String path = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The function's name; else that of the folder or file.")
    private @Nullable String name;

    @Option(
            names = "--runtime",
            paramLabel = "RUNTIME",
            description =
                    "nodejs, python, java, provided, or one of lark runtimes; else by the files.")
    private @Nullable String runtime;

    @Option(
            names = "--handler",
            paramLabel = "HANDLER",
            description =
                    "What is called, as in index.handler or com.acme.Hello; else by the files.")
    private @Nullable String handler;

    @Option(names = "--memory", paramLabel = "MIB", description = "Memory in MiB.")
    private @Nullable Integer memory;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "The longest a call may run.")
    private @Nullable Integer timeout;

    @Option(
            names = "--env",
            paramLabel = "KEY=VALUE",
            description =
                    "An environment variable; may be repeated. All that are given replace all"
                            + " that there were.")
    private List<String> variables = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Environment variables, a KEY=VALUE on each line; --env wins.")
    private @Nullable Path variablesFile;

    DeployCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        Path source = around().folder().resolve(path).normalize();
        Wishes wishes =
                new Wishes(
                        name != null ? name : nameOf(source),
                        runtime,
                        handler,
                        memory,
                        timeout,
                        environment());
        try (Api api = api();
                CodePackage code = CodePackage.of(source)) {
            boolean bar = !printing.json() && around().terminal().showsErr();
            Deploying deploying = new Deploying(api, around(), printing, bar);
            answer(deploying.deploy(wishes, code), printing);
        }
        return Exit.OK;
    }

    private static void answer(Deploying.Deployed deployed, Printing printing) {
        if (printing.json()) {
            printing.json(deployed.asJson());
            return;
        }
        FunctionFacts function = deployed.function();
        printing.say(
                "%s %s: %s, %s, %d MiB, %d s; code %s (%s)."
                        .formatted(
                                deployed.action().said(),
                                Shown.line(function.name()),
                                Shown.line(function.runtime()),
                                function.handler().isEmpty()
                                        ? "its only function"
                                        : Shown.line(function.handler()),
                                function.memoryMiB(),
                                function.timeoutSeconds(),
                                deployed.uploaded() ? "uploaded" : "unchanged",
                                Size.of(function.codeSize())));
        if (!function.url().isEmpty()) {
            printing.say("Its own URL: " + Shown.line(function.url()));
        }
        printing.notice("Call it: lark invoke %s --event '{}'".formatted(function.name()));
    }

    /** The label that a folder's or file's name comes nearest to. */
    static String nameOf(Path source) {
        Path last = source.getFileName();
        String file = last == null ? "" : last.toString();
        String stem = Files.isDirectory(source) ? file : file.replaceFirst("(?<=.)[.][^.]*$", "");
        String label =
                stem.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-+|-+$", "");
        if (label.isEmpty() || label.length() > 63) {
            throw Failure.usage(
                    "no function's name can be made of " + source, "Give one: --name hello");
        }
        return label;
    }

    /** Null when nothing is said of it: then it stays as it is. */
    private @Nullable Map<String, String> environment() {
        if (variables.isEmpty() && variablesFile == null) {
            return null;
        }
        Map<String, String> environment = new LinkedHashMap<>();
        if (variablesFile != null) {
            lines(variablesFile).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> put(environment, line, "a line of " + variablesFile));
        }
        variables.forEach(variable -> put(environment, variable, "--env"));
        return environment;
    }

    private List<String> lines(Path file) {
        try {
            return Files.readAllLines(around().folder().resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.usage(
                    "--env-file %s cannot be read: %s".formatted(file, Reason.of(e)),
                    "It is a text file with a KEY=VALUE on each line.");
        }
    }

    /** A value may be a secret, and is not repeated in what is said of it. */
    private static void put(Map<String, String> environment, String variable, String source) {
        int equals = variable.indexOf('=');
        String key = equals < 0 ? "" : variable.substring(0, equals).strip();
        if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw Failure.usage(
                    "%s is no KEY=VALUE%s"
                            .formatted(source, key.isEmpty() ? "" : ": " + Shown.line(key)),
                    "A key holds letters, digits and _, and does not start with a digit.");
        }
        environment.put(key, variable.substring(equals + 1));
    }
}
