package dev.meterlark.trigger.route;

import dev.meterlark.ingress.PathTemplate;
import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * @param method in capitals
 * @param shape of its path
 */
record RouteRow(
        RouteId id,
        AccountId account,
        String method,
        String shape,
        RouteWish wish,
        Instant createdAt,
        Instant changedAt) {

    RouteRow with(RouteWish other, Instant now) {
        String path = String.valueOf(other.path());
        return new RouteRow(
                id,
                account,
                String.valueOf(other.method()),
                PathTemplate.parse(path).shape(),
                other,
                createdAt,
                now);
    }

    RouteView view() {
        return new RouteView(id, method + " " + wish.path(), wish, createdAt, changedAt);
    }
}
