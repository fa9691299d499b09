package dev.meterlark.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** One command of lark: speaks to the platform, answers for people or as JSON. */
@Command(
        mixinStandardHelpOptions = false,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        descriptionHeading = "%n",
        footerHeading = "%nExamples:%n")
abstract class Verb implements Callable<Integer> {

    @Option(names = "--json", description = "Answer as JSON, for programs.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    private final Surroundings around;

    Verb(Surroundings around) {
        this.around = around;
    }

    /** Does it, or throws a {@link Failure}. */
    abstract Exit run(Printing printing);

    @Override
    public final Integer call() {
        return run(printing()).code();
    }

    Printing printing() {
        return new Printing(around, json);
    }

    Surroundings around() {
        return around;
    }

    Api api() {
        return new Api(Connection.of(around), around.pause());
    }
}
