package dev.meterlark.ingress;

import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** A route of an account that fits a request. */
record Routed(AccountRoutes.Owner owner, RouteTree.Match match) implements Served {

    HttpRoute route() {
        return match.route();
    }

    @Override
    public AccountId account() {
        return owner.account();
    }

    @Override
    public FunctionRef function() {
        return route().function();
    }

    @Override
    public @Nullable Cors cors() {
        return route().cors();
    }

    @Override
    public String apiId() {
        return owner.slug();
    }

    @Override
    public String key() {
        return route().key();
    }

    @Override
    public Map<String, String> pathParameters() {
        return match.parameters();
    }
}
