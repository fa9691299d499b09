package dev.meterlark.records;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Durable steps as a process passed them, in the order of their first passing.
 *
 * @param passings how often, by name
 */
public record Steps(Map<String, Integer> passings) {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern PASSED = Pattern.compile("durable step (\\S+?):([0-9]+)");
    private static final Pattern REACHED =
            Pattern.compile("DurableSteps\\.(reached|commit)\\(\\s*\"([^\"]+)\"");

    /**
     * @param output of a process that was told to halt nowhere
     */
    static Steps passed(String output) {
        Map<String, Integer> passings = new LinkedHashMap<>();
        Matcher step = PASSED.matcher(output);
        while (step.find()) {
            passings.merge(step.group(1), Integer.parseInt(step.group(2)), Math::max);
        }
        return new Steps(passings);
    }

    /**
     * Every name that the product's sources have, but for those of database triggers: they need a
     * database to read from, and {@code HaltedOwnerTests} halts at each without a process; of usage
     * that is summed up a minute after it was used: that is one transaction, and {@code
     * RollupTests} lets each of its statements fail; and of money, which needs months that are over
     * and payers: {@code CloseHaltsTests}, {@code PaymentHaltsTests}, {@code AlertingTests} and
     * {@code CapTests} halt at each of them in a thread.
     */
    static Set<String> inSources() {
        Set<String> names = inSources("");
        names.removeIf(
                name -> name.matches("(database|usage|payment|dunning|invoice|spend|budget)\\..*"));
        return names;
    }

    /** Those that begin so. */
    public static Set<String> inSources(String prefix) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher step = REACHED.matcher(Files.readString(file));
                while (step.find()) {
                    names.addAll(names(step.group(1), step.group(2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.removeIf(name -> !name.startsWith(prefix));
        return names;
    }

    /** Each passing of each step, as a process is told of it. */
    List<String> all() {
        return passings.entrySet().stream()
                .flatMap(
                        step ->
                                IntStream.rangeClosed(1, step.getValue())
                                        .mapToObj(n -> step.getKey() + ":" + n))
                .toList();
    }

    private static List<String> names(String method, String name) {
        return method.equals("commit")
                ? List.of(name + ".committing", name + ".committed")
                : List.of(name);
    }
}
