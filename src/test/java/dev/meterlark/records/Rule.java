package dev.meterlark.records;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One thing that has to hold.
 *
 * @param name the invariant's number, and what of it: {@code I4 gaps}
 * @param says the rule, for whoever reads that it is broken
 * @param tables without these it cannot be looked at
 * @param when whether it holds at every moment, or once everything accepted has come to its end
 * @param broken what contradicts it; empty when it holds
 */
record Rule(
        String name,
        String says,
        Set<String> tables,
        When when,
        BiFunction<Ledgers, History, List<String>> broken) {

    enum When {
        ALWAYS,
        AT_REST
    }

    /** Broken by every row that a query finds. */
    static Rule noRow(String name, String says, When when, Set<String> tables, String sql) {
        return new Rule(name, says, tables, when, (ledgers, _) -> ledgers.rows(sql));
    }
}
