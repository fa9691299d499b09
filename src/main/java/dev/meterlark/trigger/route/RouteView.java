package dev.meterlark.trigger.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import java.time.Instant;

/**
 * A route as its account sees it.
 *
 * @param key as events have it in {@code routeKey}
 * @param wish what it was asked to be
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteView(
        RouteId id,
        String key,
        @JsonUnwrapped RouteWish wish,
        Instant createdAt,
        Instant changedAt) {}
