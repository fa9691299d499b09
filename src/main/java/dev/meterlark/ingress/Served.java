package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What answers a request: a function by its own URL, or a route of an account. */
sealed interface Served permits Route, Routed {

    AccountId account();

    /** With the version or alias that is called. */
    FunctionRef function();

    /** Null when the function answers web pages of other origins itself. */
    @Nullable Cors cors();

    /** What AWS's events call the API. */
    String apiId();

    /** Which of the API's routes it is. */
    default String key() {
        return "$default";
    }

    /** By name, decoded. */
    default Map<String, String> pathParameters() {
        return Map.of();
    }
}
