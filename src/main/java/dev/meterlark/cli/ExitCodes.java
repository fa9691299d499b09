package dev.meterlark.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "exit-codes",
        description = {
            "Says how lark ends, so that a script can tell whose fault it was:",
            "",
            "  0  it worked",
            "  1  lark itself failed, which is a bug",
            "  2  the command line is wrong; nothing was sent",
            "  3  the platform refused what was asked for",
            "  4  the function failed",
            "  5  the platform failed; the same may work later",
            "  6  no Meterlark answers at the address"
        },
        footer = "  lark help exit-codes")
final class ExitCodes extends Verb {

    ExitCodes(Surroundings around) {
        super(around);
    }

    @Override
    Exit run(Printing printing) {
        ObjectNode codes = Json.object();
        for (Exit exit : Exit.values()) {
            if (printing.json()) {
                codes.put(Integer.toString(exit.code()), exit.meaning());
            } else {
                printing.say("%d  %s".formatted(exit.code(), exit.meaning()));
            }
        }
        if (printing.json()) {
            printing.json(codes);
        }
        return Exit.OK;
    }
}
