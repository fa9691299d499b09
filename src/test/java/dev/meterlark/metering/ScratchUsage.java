package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The real ledgers of usage on a database of a test's own, filled by the hour: so much as no test
 * could use by calls.
 */
public final class ScratchUsage {

    private final JdbcClient jdbc;
    private final BillableUsage billable;

    public ScratchUsage(ScratchDatabase database, InstantSource clock) {
        this.jdbc = database.client();
        this.billable = new ScratchRollups(database, clock).billable();
    }

    public BillableUsage billable() {
        return billable;
    }

    /** What calls of a function came to in an hour, on top of what is there. */
    public void calls(
            AccountId account,
            FunctionId function,
            Instant hour,
            long calls,
            BigInteger mibMillis,
            BigInteger cpuMicros,
            BigInteger egressBytes) {
        String resource = Thing.function(function, nameOf(function)).resource();
        metered(account, Meter.REQUESTS, resource, hour, BigInteger.valueOf(calls));
        metered(account, Meter.MIB_MILLIS, resource, hour, mibMillis);
        metered(account, Meter.CPU_TIME, resource, hour, cpuMicros);
        metered(account, Meter.EGRESS, resource, hour, egressBytes);
    }

    /** What another thing came to in an hour, on top of what is there. */
    public void metered(
            AccountId account, Meter meter, String resource, Instant hour, BigInteger amount) {
        jdbc.sql(
                        "insert into usage_meter (amount, account_id, meter, resource, began_at,"
                                + " writer) values (?, ?, ?, ?, ?, ?)")
                .param(new BigDecimal(amount))
                .param(account.value())
                .param(meter.wireName())
                .param(resource)
                .param(Columns.instant(hour))
                .param(UUID.randomUUID())
                .update();
    }

    public static String nameOf(FunctionId function) {
        return "f-" + function.toString().substring(0, 8);
    }
}
