package dev.meterlark.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One call: the verbs are its subcommands. */
@Command(
        name = "call",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows a call; gives and cancels those made with lark invoke --async.",
            "lark calls lists those that were."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lark call status 0199aaaa-0000-7000-8000-000000000001",
            "  lark call result 0199aaaa-0000-7000-8000-000000000001 > answer.json",
            "  lark call cancel 0199aaaa-0000-7000-8000-000000000001",
            "",
            "Each takes --json."
        })
final class CallCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    private CallCommand() {}

    static CommandLine commandLine(Surroundings around) {
        return new CommandLine(new CallCommand())
                .addSubcommand(new Status(around))
                .addSubcommand(new Result(around))
                .addSubcommand(new Cancel(around));
    }

    @Command(
            name = "status",
            description = "Shows where a call stands, where its time went and its price.",
            footer = "  lark call status 0199aaaa-0000-7000-8000-000000000001")
    static final class Status extends Verb {

        @Parameters(paramLabel = "ID", description = "The call.")
        private String id = "";

        Status(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                new CallFacts(api.send(Ask.get(Ask.call(id))).json()).show(printing);
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "result",
            description = {
                "Writes the answer of a call that succeeded to standard output, byte for byte.",
                "On a screen, what would act on the terminal is written out."
            },
            footer = "  lark call result 0199aaaa-0000-7000-8000-000000000001 > answer.json")
    static final class Result extends Verb {

        @Parameters(paramLabel = "ID", description = "The call.")
        private String id = "";

        Result(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                Reply reply = api.send(Ask.get(Ask.call(id) + "/result"));
                if (printing.json()) {
                    printing.json(CallFacts.answer(id, reply));
                } else {
                    Answers.write(reply, around());
                }
            }
            return Exit.OK;
        }
    }

    @Command(
            name = "cancel",
            description = {
                "Ends a call before its time: a waiting one at once, a running one as soon as the"
                        + " node that runs it hears of it."
            },
            footer = "  lark call cancel 0199aaaa-0000-7000-8000-000000000001")
    static final class Cancel extends Verb {

        @Parameters(paramLabel = "ID", description = "The call.")
        private String id = "";

        Cancel(Surroundings around) {
            super(around);
        }

        @Override
        Exit run(Printing printing) {
            try (Api api = api()) {
                Reply reply = api.send(Ask.delete(Ask.call(id)));
                if (printing.json()) {
                    printing.json(reply.json());
                } else {
                    boolean over = reply.status() == 200;
                    printing.say(
                            over
                                    ? "Cancelled %s.".formatted(id)
                                    : "%s is being given up.".formatted(id));
                }
            }
            return Exit.OK;
        }
    }
}
