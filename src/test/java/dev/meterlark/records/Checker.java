package dev.meterlark.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the ledgers and says which rules of {@code docs/records.md} they break. */
public final class Checker {

    private static final List<Rule> RULES =
            Stream.of(
                            UsageRules.ALL,
                            RollupRules.ALL,
                            QueueRules.ALL,
                            LeaseRules.ALL,
                            TimerRules.ALL,
                            PackageRules.ALL,
                            VersionRules.ALL,
                            ControlRules.ALL,
                            BucketRules.ALL,
                            BillingRules.ALL,
                            PaymentRules.ALL)
                    .flatMap(List::stream)
                    .toList();

    private Checker() {}

    /**
     * Of a moment while calls may be waiting or running.
     *
     * @throws AssertionError naming each rule that is broken, and what breaks it
     */
    public static void always(Ledgers ledgers, History history) {
        check(ledgers, history, RULES, List.of(Rule.When.ALWAYS));
    }

    /**
     * When everything accepted should have come to its end and the journal is empty.
     *
     * @throws AssertionError naming each rule that is broken, and what breaks it
     */
    public static void atRest(Ledgers ledgers, History history) {
        check(ledgers, history, RULES, List.of(Rule.When.values()));
    }

    /**
     * The same of the queue alone, where nothing keeps records of attempts.
     *
     * @throws AssertionError naming each rule that is broken, and what breaks it
     */
    public static void queueAtRest(Ledgers ledgers, History history) {
        List<Rule> ofQueue =
                Stream.concat(QueueRules.ALL.stream(), LeaseRules.ALL.stream())
                        .filter(
                                rule ->
                                        rule.tables().stream()
                                                .allMatch(table -> table.startsWith("async_")))
                        .toList();
        check(ledgers, history, ofQueue, List.of(Rule.When.values()));
    }

    /**
     * The same of invoices alone, where there is too much of all else.
     *
     * @throws AssertionError naming each rule that is broken, and what breaks it
     */
    public static void invoices(Ledgers ledgers) {
        List<Rule> ofMoney =
                Stream.of(BillingRules.ALL, PaymentRules.ALL).flatMap(List::stream).toList();
        check(ledgers, new History(), ofMoney, List.of(Rule.When.values()));
    }

    static Set<String> names() {
        return RULES.stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Rules that this database has no tables for. */
    static List<String> skipped(Ledgers ledgers) {
        return RULES.stream().filter(rule -> !ledgers.have(rule.tables())).map(Rule::name).toList();
    }

    static List<String> broken(Ledgers ledgers, History history) {
        return broken(ledgers, history, RULES, List.of(Rule.When.values()));
    }

    private static List<String> broken(
            Ledgers ledgers, History history, List<Rule> rules, List<Rule.When> now) {
        List<String> broken = new ArrayList<>();
        for (Rule rule : rules) {
            if (now.contains(rule.when()) && ledgers.have(rule.tables())) {
                List<String> found = rule.broken().apply(ledgers, history);
                if (!found.isEmpty()) {
                    broken.add(
                            "%s: %s%n  %s"
                                    .formatted(
                                            rule.name(),
                                            rule.says(),
                                            String.join(System.lineSeparator() + "  ", found)));
                }
            }
        }
        return broken;
    }

    private static void check(
            Ledgers ledgers, History history, List<Rule> rules, List<Rule.When> now) {
        List<String> broken = broken(ledgers, history, rules, now);
        if (!broken.isEmpty()) {
            throw new AssertionError(
                    "%s%n(clients: %s)"
                            .formatted(String.join(System.lineSeparator(), broken), history));
        }
    }
}
