package dev.meterlark.console.home;

import dev.meterlark.console.Chart;

import java.util.List;

/**
 * How the account did in the last day, as much of it as one may know.
 *
 * @param facts empty for who may know none
 */
record Glance(List<Fact> facts, List<Chart> charts) {

    /**
     * @param mood which colour the value has; empty for none
     */
    record Fact(String name, String value, String mood) {}
}
