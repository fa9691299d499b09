package dev.meterlark.billing.cost;

import java.util.List;

/**
 * All that one stretch of time is shown by.
 *
 * @param report by what was asked for
 * @param days the same time by the day alone
 */
public record CostOverview(
        CostReport report,
        CostReport days,
        List<CostExplorer.Part> failures,
        List<CostExplorer.ColdStarts> coldStarts) {

    public CostOverview {
        failures = List.copyOf(failures);
        coldStarts = List.copyOf(coldStarts);
    }
}
