package dev.meterlark.records;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What published versions and aliases owe to each other and to whom they are of. */
final class VersionRules {

    static final List<Rule> ALL =
            List.of(
                    new Rule(
                            "I27 version",
                            "a version's package is there, whole, and is what its digest says",
                            Set.of("function_version"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> PackageRules.damaged(ledgers, "function_version")),
                    Rule.noRow(
                            "I28 numbers",
                            "a function remembers the newest number that was given to a version",
                            Rule.When.ALWAYS,
                            Set.of("functions", "function_version"),
                            """
                            select f.id, f.last_version, v.number from functions f
                            join function_version v on v.function_id = f.id
                            where v.number > f.last_version
                            """),
                    new Rule(
                            "I29 aliases",
                            "an alias points at versions that are there, with weights of at most 1",
                            Set.of("function_alias", "function_version"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> dangling(ledgers)),
                    new Rule(
                            "I31 switch",
                            "whoever called through an alias had an answer of the function,"
                                    + " wherever it pointed meanwhile",
                            Set.of(),
                            Rule.When.ALWAYS,
                            (_, history) -> history.refusedByAlias()));

    private VersionRules() {}

    private static List<String> dangling(Ledgers ledgers) {
        Set<String> versions =
                ledgers
                        .database()
                        .sql("select function_id, number from function_version")
                        .query((row, _) -> row.getObject(1, UUID.class) + ":" + row.getInt(2))
                        .list()
                        .stream()
                        .collect(Collectors.toSet());
        List<String> broken = new ArrayList<>();
        ledgers.database()
                .sql("select function_id, name, number, weights from function_alias")
                .query(
                        row -> {
                            String function = row.getObject(1, UUID.class).toString();
                            int number = row.getInt(3);
                            if (!row.wasNull() && !versions.contains(function + ":" + number)) {
                                broken.add(row.getString(2) + " points at " + number);
                            }
                            flaws(function, row.getString(4), versions).stream()
                                    .map((row.getString(2) + " ")::concat)
                                    .forEach(broken::add);
                        });
        return broken;
    }

    private static List<String> flaws(String function, String weights, Set<String> versions) {
        List<String> flaws = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (String each : weights.isEmpty() ? new String[0] : weights.split(";")) {
            String[] pair = each.split("=");
            sum = sum.add(new BigDecimal(pair[1]));
            if (!versions.contains(function + ":" + pair[0])) {
                flaws.add("weighs " + pair[0]);
            }
        }
        if (sum.compareTo(BigDecimal.ONE) > 0) {
            flaws.add("gives out " + sum);
        }
        return flaws;
    }
}
