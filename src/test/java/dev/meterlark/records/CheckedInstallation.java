package dev.meterlark.records;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks an installation with the embedded database that is not running, for {@code bin/bench}.
 * Prints what is broken and ends with 1 then.
 */
final class CheckedInstallation {

    private CheckedInstallation() {}

    /**
     * @param arguments the data folder, and perhaps a file of the calls that were answered: each
     *     line an id and a price
     */
    public static void main(String[] arguments) throws IOException {
        History history = new History();
        if (arguments.length > 1) {
            List<String> answered = Files.readAllLines(Path.of(arguments[1]));
            for (String line : answered) {
                String[] call = line.split(" ");
                history.answered(call[0], new BigDecimal(call[1]));
            }
        }
        try {
            Checker.atRest(Ledgers.embedded(Path.of(arguments[0])), history);
        } catch (AssertionError broken) {
            System.out.println(broken.getMessage());
            System.exit(1);
        }
    }
}
