package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Command(
        name = "account",
        description =
                "Shows the account that the key is of, or does what the command behind it says.",
        footer = {
            "  lark account",
            "  lark account set --name 'Acme Shipping'",
            "  lark account export --file acme.zip"
        })
final class AccountCommand extends Verb {

    private static final String PATH = "/account";

    AccountCommand(Surroundings around) {
        super(around);
    }

    static List<Verb> verbs(Surroundings around) {
        return List.of(new Show(around), new Change(around), new Export(around));
    }

    @Override
    Exit run(Printing printing) {
        return show(printing);
    }

    Exit show(Printing printing) {
        try (Api api = api()) {
            show(api.get(PATH), printing);
        }
        return Exit.OK;
    }

    private static void show(JsonNode account, Printing printing) {
        if (printing.json()) {
            printing.json(account);
            return;
        }
        JsonNode limits = account.path("limits");
        Table table = new Table("ACCOUNT", Json.text(account, "name", "?"));
        table.row("short name", Json.text(account, "slug", "?"));
        table.row("number", Json.text(account, "number", "?"));
        table.row("id", Json.text(account, "id", "?"));
        table.row("opened", Json.text(account, "createdAt", "?"));
        table.row("calls at once", Json.text(limits, "concurrency", "?"));
        table.row("functions", Json.text(limits, "functions", "?"));
        table.row("bytes of code", Json.text(limits, "codeBytes", "?"));
        List<String> may = new ArrayList<>();
        account.path("permissions").forEach(each -> may.add(each.asString()));
        table.lines().forEach(printing::say);
        printing.say("This key may: " + Shown.line(String.join(" ", may)));
    }

    @Command(
            name = "show",
            description = "Shows the account that the key is of, and what the key may do.",
            footer = "  lark account show --json")
    static final class Show extends Verb {

        Show(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            return new AccountCommand(around()).show(printing);
        }
    }

    @Command(
            name = "set",
            description = {
                "Gives the account another name. Its short name stays, as addresses hold it.",
                "The key needs account:manage."
            },
            footer = "  lark account set --name 'Acme Shipping'")
    static final class Change extends Verb {

        @Option(
                names = "--name",
                paramLabel = "NAME",
                required = true,
                description = "As people see it.")
        private String name = "";

        Change(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                JsonNode account =
                        api.send(Ask.patch(PATH, Json.object().put("name", name))).json();
                AccountCommand.show(account, printing);
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "export",
            description = {
                "Writes all that is kept of the account to a zip; its README.txt says what that"
                        + " is.",
                "The key needs account:manage. It costs nothing."
            },
            footer = {
                "  lark account export --file acme.zip",
                "  lark account export - | ssh backup 'cat > acme.zip'"
            })
    static final class Export extends Verb {

        @Option(names = "--file", paramLabel = "FILE", description = "Where it goes.")
        private @Nullable Path file;

        @Parameters(
                arity = "0..1",
                paramLabel = "TARGET",
                description = "A - writes it to standard output instead.")
        private @Nullable String dash;

        Export(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            boolean out = "-".equals(dash);
            if (out == (file != null) || dash != null && !out) {
                throw Failure.usage(
                        "say where it goes: --file FILE, or - for standard output",
                        "lark account export --file acme.zip");
            }
            try (Api api = api()) {
                if (file == null) {
                    api.download(PATH + "/export", around().out());
                    around().out().flush();
                } else {
                    written(api, file, printing);
                }
            } catch (IOException e) {
                throw Failure.usage(
                        "cannot write %s: %s".formatted(file, Reason.of(e)),
                        "Is there such a folder, and may you write there?");
            }
            return Exit.OK;
        }

        private void written(Api api, Path wanted, Printing printing) throws IOException {
            Path target = around().folder().resolve(wanted);
            try (OutputStream zip = Files.newOutputStream(target)) {
                api.download(PATH + "/export", zip);
            }
            long bytes = Files.size(target);
            if (printing.json()) {
                printing.json(Json.object().put("file", target.toString()).put("bytes", bytes));
            } else {
                printing.say(
                        "Wrote %s (%s).".formatted(Shown.line(wanted.toString()), Size.of(bytes)));
            }
        }
    }
}
