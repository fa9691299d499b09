package dev.meterlark.trigger.route;

import dev.meterlark.function.PointsAt;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;

/**
 * A version or an alias that a route names does not go before the route names another. A function
 * may go: its routes stay, and lead nowhere until there is one of that name again.
 */
@Component
class RoutedQualifiers implements PointsAt {

    private final RouteRows rows;

    RoutedQualifiers(RouteRows rows) {
        this.rows = rows;
    }

    @Override
    public List<String> at(AccountId account, String function, @Nullable String qualifier) {
        if (qualifier == null) {
            return List.of();
        }
        FunctionRef going = new FunctionRef(function, qualifier);
        return rows.of(account).stream()
                .filter(row -> RouteShaping.target(row.wish()).equals(going))
                .map(row -> "route %s (%s)".formatted(row.id(), row.view().key()))
                .toList();
    }
}
