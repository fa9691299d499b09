package dev.meterlark.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** {@code lark}: the platform from the command line. */
@Command(
        name = "lark",
        versionProvider = Lark.Version.class,
        descriptionHeading = "%n",
        description = "Deploys and calls functions on Meterlark.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lark login --url http://localhost:8080",
            "  lark deploy my-function --name hello",
            "  lark invoke hello --event '{\"name\": \"Ada\"}'",
            "",
            "Environment: METERLARK_URL and METERLARK_API_KEY, in place of lark login; NO_COLOR.",
            "lark help COMMAND says more; lark help exit-codes says how it ends."
        })
final class Lark {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean version;

    private Lark() {}

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Lark.class.getPackage().getImplementationVersion();
            return new String[] {"lark " + (version == null ? "(not packaged)" : version)};
        }
    }

    public static void main(String[] arguments) {
        Surroundings around = Surroundings.ofProcess();
        int code = run(around, arguments);
        around.out().flush();
        System.exit(code);
    }

    static int run(Surroundings around, String... arguments) {
        return commandLine(around).execute(arguments);
    }

    static CommandLine commandLine(Surroundings around) {
        CommandLine lark = new CommandLine(new Lark());
        List<Verb> verbs =
                List.of(
                        new LoginCommand(around),
                        new LogoutCommand(around),
                        new DeployCommand(around),
                        new InvokeCommand(around),
                        new CallsCommand(around),
                        new LogsCommand(around),
                        new MetricsCommand(around),
                        new FunctionsCommand(around),
                        new RoleCommand(around),
                        new TagCommand(around),
                        new DeadLettersCommand(around),
                        new ReplayCommand(around),
                        new PublishCommand(around),
                        new VersionsCommand(around),
                        new AliasCommand(around),
                        new ShiftCommand(around),
                        new DeleteCommand(around),
                        new RuntimesCommand(around),
                        new PlanCommand(around),
                        new CouponCommand(around),
                        new CreditsCommand(around),
                        new MembersCommand(around),
                        new AuditCommand(around),
                        new ExitCodes(around));
        verbs.forEach(lark::addSubcommand);
        lark.addSubcommand(CallCommand.commandLine(around));
        lark.addSubcommand(EventCommand.commandLine(around));
        lark.addSubcommand(AsyncCommand.commandLine(around));
        addGroup(lark, new AccountCommand(around), AccountCommand.verbs(around));
        addGroup(lark, new UsageCommand(around), List.of(new UsageExportCommand(around)));
        addGroup(
                lark,
                new BudgetCommand(around),
                List.of(new BudgetSetCommand(around), new BudgetSecretCommand(around)));
        addGroup(lark, new ProfileCommand(around), List.of(new ProfileSetCommand(around)));
        addGroup(lark, new PipelineCommand(around), PipelineCommand.verbs(around));
        addGroup(lark, new QueueCommand(around), QueueCommand.verbs(around));
        addGroup(lark, new TopicCommand(around), TopicCommand.verbs(around));
        addGroup(lark, new TriggerCommand(around), TriggerCommand.verbs(around));
        addGroup(lark, new RouteCommand(around), RouteCommand.verbs(around));
        addGroup(lark, new KafkaCommand(around), KafkaCommand.verbs(around));
        addGroup(lark, new BucketCommand(around), BucketCommand.verbs(around));
        addGroup(lark, new TableCommand(around), TableCommand.verbs(around));
        lark.addSubcommand(new HelpCommand());
        lark.addSubcommand(new GenerateCompletion());
        return lark.setOut(new PrintWriter(around.out(), true))
                .setErr(new PrintWriter(around.err(), true))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(around.inColor() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(100)
                .setExpandAtFiles(false) // @FILE is an event's, not more arguments
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(
                        (e, given) -> misused(around, e, Arrays.asList(given)))
                .setExecutionExceptionHandler((e, command, given) -> failed(around, e, command));
    }

    private static void addGroup(CommandLine lark, Verb first, List<Verb> behind) {
        CommandLine group = new CommandLine(first);
        behind.forEach(group::addSubcommand);
        lark.addSubcommand(group);
    }

    private static int misused(Surroundings around, ParameterException e, List<String> arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        Failure failure =
                Failure.usage(
                        String.valueOf(e.getMessage()),
                        e.getCommandLine().getCommand() instanceof Lark
                                ? "lark --help shows what there is."
                                : "%s --help shows how it is used.".formatted(command));
        new Printing(around, arguments.contains("--json")).failure(failure);
        return failure.exit().code();
    }

    private static int failed(Surroundings around, Exception e, CommandLine command) {
        Printing printing =
                command.getCommand() instanceof Verb verb
                        ? verb.printing()
                        : new Printing(around, false);
        if (e instanceof Failure failure) {
            printing.failure(failure);
            return failure.exit().code();
        }
        if ("1".equals(around.variable("LARK_DEBUG"))) {
            e.printStackTrace(around.err());
        }
        printing.failure(
                new Failure(
                        Exit.LARK,
                        "lark.failed",
                        "lark itself failed: " + e,
                        "LARK_DEBUG=1 shows where; please report it."));
        return Exit.LARK.code();
    }
}
