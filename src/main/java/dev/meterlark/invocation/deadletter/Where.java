package dev.meterlark.invocation.deadletter;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import java.util.ArrayList;
import java.util.List;

/** The conditions of a query for dead letters of one account, and their values in order. */
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Where(AccountId account, DeadLetterFilter filter) {
        add("account_id = ?", account.value());
        if (filter.function() != null) {
            add("function_id = ?", filter.function().value());
        }
        if (filter.reason() != null) {
            add("reason = ?", filter.reason().name());
        }
        if (filter.errorType() != null) {
            add("error_type = ?", filter.errorType());
        }
        if (filter.from() != null) {
            add("ended_at >= ?", Columns.instant(filter.from()));
        }
        if (filter.to() != null) {
            add("ended_at < ?", Columns.instant(filter.to()));
        }
    }

    void and(String condition) {
        conditions.add(condition);
    }

    /**
     * @param condition with its end twice and its id once
     */
    void and(String condition, Place place) {
        conditions.add(condition);
        values.add(Columns.instant(place.endedAt()));
        values.add(Columns.instant(place.endedAt()));
        values.add(place.id().value());
    }

    String sql() {
        return String.join(" and ", conditions);
    }

    List<Object> values() {
        return values;
    }

    private void add(String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }
}
