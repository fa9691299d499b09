package dev.meterlark.billing.cost;

import dev.meterlark.metering.Metered;
import dev.meterlark.metering.Thing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What one thing came to in one hour, as it is exported. Columns are added at the end. */
final class MeterRow {

    static final List<String> COLUMNS =
            List.of("hour", "kind", "functionId", "name", "meter", "amount", "unit");

    private MeterRow() {}

    static List<@Nullable Object> of(Metered metered) {
        Thing thing = metered.thing();
        List<@Nullable Object> row = new ArrayList<>(COLUMNS.size());
        row.add(metered.hour().toString());
        row.add(thing.kind().wireName());
        row.add(thing.function() == null ? null : thing.function().toString());
        row.add(thing.name());
        row.add(metered.meter().wireName());
        row.add(metered.amount());
        row.add(metered.meter().unit().wireName());
        return row;
    }
}
