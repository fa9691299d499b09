package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

@Command(
        name = "login",
        description = {
            "Checks an API key and keeps it for the commands that follow.",
            "",
            "METERLARK_URL and METERLARK_API_KEY win over what is kept."
        },
        footer = {
            "  lark login --url http://localhost:8080      asks for the key",
            "  lark login --key - < key.txt                reads it from standard input"
        })
final class LoginCommand extends Verb {

    private static final int LONGEST_KEY = 4096;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The platform's address (METERLARK_URL, else http://localhost:8080).")
    private @Nullable String url;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The API key's token, or - to read it from standard input. On the command line"
                            + " others on this machine can see it.")
    private @Nullable String key;

    LoginCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        Connection connection = new Connection(address(), Connection.key(token(), source()));
        if (connection.sendsKeyInTheClear()) {
            around().err()
                    .println(
                            "lark: warning: http to another machine sends the key readable for all"
                                    + " in between; use https");
        }
        JsonNode account;
        try (Api api = new Api(connection, around().pause())) {
            account = api.get("/account");
        }
        LoginFile file = LoginFile.of(around());
        file.write(connection);
        answer(connection, account, file, printing);
        return Exit.OK;
    }

    private void answer(
            Connection connection, JsonNode account, LoginFile file, Printing printing) {
        if (printing.json()) {
            ObjectNode document = Json.object();
            document.put("url", connection.url().toString());
            document.set("account", account);
            document.put("file", file.path().toString());
            printing.json(document);
            return;
        }
        printing.say(
                "Logged in to %s as %s (%s)."
                        .formatted(
                                connection.url(),
                                Shown.line(Json.text(account, "name", "?")),
                                Shown.line(Json.text(account, "slug", "?"))));
        printing.notice("The key is kept in " + file.path());
        if (around().variable(Connection.KEY_VARIABLE) != null) {
            printing.notice("%s is set and wins over it.".formatted(Connection.KEY_VARIABLE));
        }
    }

    private URI address() {
        String given = url != null ? url : around().variable(Connection.URL_VARIABLE);
        return given == null ? Connection.LOCAL : Connection.url(given);
    }

    private String token() {
        if (key == null) {
            return around().terminal()
                    .secret("API key: ")
                    .map(String::strip)
                    .orElseThrow(
                            () ->
                                    Failure.usage(
                                            "there is no terminal to ask for the API key",
                                            "Send it: lark login --key - < FILE"));
        }
        return key.equals("-") ? fromInput() : key.strip();
    }

    private String fromInput() {
        try {
            return new String(around().in().readNBytes(LONGEST_KEY), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw Failure.usage(
                    "standard input cannot be read: " + Reason.of(e),
                    "lark login asks for the key.");
        }
    }

    private String source() {
        return key == null ? "the prompt" : key.equals("-") ? "standard input" : "--key";
    }
}
