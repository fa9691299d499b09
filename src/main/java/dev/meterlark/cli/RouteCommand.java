package dev.meterlark.cli;

import picocli.CommandLine.Command;

import java.util.List;

@Command(
        name = "route",
        aliases = "routes",
        description =
                "Methods and paths that functions answer: lists those of the account, or does what"
                        + " the command behind it says.",
        footer = {
            "  lark route create GET '/orders/{id}' orders auth=none",
            "  lark route",
            "  lark route change 0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11 qualifier=live"
        })
final class RouteCommand extends Verb {

    RouteCommand(Surroundings around) {
        super(around);
    }

    /** What stands behind it. */
    static List<Verb> verbs(Surroundings around) {
        return List.of(
                new RouteVerbs.ListAll(around),
                new RouteVerbs.Create(around),
                new RouteVerbs.Show(around),
                new RouteVerbs.Change(around),
                new RouteVerbs.Delete(around));
    }

    @Override
    Exit run(Printing printing) {
        return RouteVerbs.list(this, printing);
    }
}
