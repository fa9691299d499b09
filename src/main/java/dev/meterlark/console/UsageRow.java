package dev.meterlark.console;

import dev.meterlark.billing.UsageReport;
import dev.meterlark.metering.UsageTotal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What was used, as a row of a table.
 *
 * @param share of the whole price, in percent
 */
public record UsageRow(
        String name,
        String calls,
        String errors,
        String billed,
        String gbSeconds,
        String price,
        String share) {

    public static UsageRow of(UsageReport.Item item, UsageReport.Item whole) {
        UsageTotal used = item.used();
        return new UsageRow(
                used.functionName() == null ? "" : used.functionName(),
                Show.count(used.calls()),
                Show.count(errors(used)),
                Show.millis(used.billedMillis()),
                Show.quantity(item.gbSeconds()),
                Show.sum(used.price()),
                share(used.price().amount(), whole.used().price().amount()));
    }

    public static UsageRow none() {
        return new UsageRow("", "0", "0", Show.millis(0), "0", "0 USD", "0");
    }

    /** Those that the account can do something about, and ours. */
    public static long errors(UsageTotal used) {
        return used.failures().function() + used.failures().platform();
    }

    private static String share(BigDecimal part, BigDecimal whole) {
        if (whole.signum() == 0) {
            return "0";
        }
        return part.multiply(BigDecimal.valueOf(100))
                .divide(whole, 1, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
