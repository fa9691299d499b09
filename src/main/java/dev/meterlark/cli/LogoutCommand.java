package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "logout",
        description =
                "Forgets the kept API key. The key itself stays valid: revoke it in the console.",
        footer = "  lark logout")
final class LogoutCommand extends Verb {

    LogoutCommand(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        LoginFile file = LoginFile.of(around());
        boolean wasThere = file.delete();
        if (printing.json()) {
            ObjectNode document = Json.object();
            document.put("loggedOut", wasThere);
            document.put("file", file.path().toString());
            printing.json(document);
        } else {
            printing.say(wasThere ? "Logged out." : "There was no key.");
        }
        return Exit.OK;
    }
}
