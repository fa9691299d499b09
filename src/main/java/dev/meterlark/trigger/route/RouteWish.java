package dev.meterlark.trigger.route;

import dev.meterlark.function.UrlSettings;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * What a caller wants of a route; what is null is as usual.
 *
 * @param method in capitals, or {@code ANY}
 * @param path such as {@code /orders/{id}} or {@code /files/{rest...}}
 * @param function that answers; or a pipeline
 * @param qualifier a version or an alias; usually {@code $LATEST}
 * @param auth {@code none}, {@code key} or {@code jwt}; usually {@code key}
 * @param jwt whose tokens are good, with {@code jwt}
 * @param cors usually none
 * @param rate by all together; usually any
 * @param callerRate by each key, token or address; usually any
 * @param schema a JSON Schema of the body; without one, anything
 */
public record RouteWish(
        @Nullable String method,
        @Nullable String path,
        @Nullable String function,
        @Nullable String pipeline,
        @Nullable String qualifier,
        @Nullable String auth,
        @Nullable Jwt jwt,
        UrlSettings.@Nullable CorsSettings cors,
        @Nullable Rate rate,
        @Nullable Rate callerRate,
        @Nullable JsonNode schema) {

    /**
     * @param issuer as in {@code iss}; its keys are where its description says
     * @param audiences of which a token has to name one
     * @param jwksUri where its keys are, where it has no description
     * @param scopes of which a token has to have one; usually none
     */
    public record Jwt(
            @Nullable String issuer,
            @Nullable List<@Nullable String> audiences,
            @Nullable String jwksUri,
            @Nullable List<@Nullable String> scopes) {}

    /**
     * @param perSecond requests
     * @param burst at once; usually as many
     */
    public record Rate(@Nullable Integer perSecond, @Nullable Integer burst) {}
}
