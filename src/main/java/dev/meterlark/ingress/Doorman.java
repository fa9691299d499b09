package dev.meterlark.ingress;

import dev.meterlark.edge.Callers;
import dev.meterlark.edge.SignedRequest;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import io.netty.handler.codec.http.HttpHeaderNames;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Decides who may call a function by its URL or by a route. First who is asking, then whether there
 * is something for them: a stranger's key is told the same of a function that is there as of one
 * that is not.
 */
@Component
class Doorman {

    private static final String BEARER = "Bearer ";
    private static final String SERVICE = "lambda";

    /** Hashing more than this takes longer than an event loop should be held. */
    private static final int HASHED_AT_ONCE = 64 * 1024;

    private final Callers callers;
    private final ObjectProvider<TokenCheck> tokens;

    Doorman(Callers callers, ObjectProvider<TokenCheck> tokens) {
        this.callers = callers;
        this.tokens = tokens;
    }

    /**
     * Decides before the body is there. Never blocks.
     *
     * @return fails with {@link NotServedException}; null when the body is part of what is asked
     */
    @Nullable CompletableFuture<Guest> beforeBody(Ask ask) {
        return switch (ask.target().served()) {
            case Routed routed -> ofRoute(ask, routed.route().access());
            case Route route -> byKey(ask, route.url().auth());
            case null ->
                    ask.target().amongRoutes()
                            ? CompletableFuture.failedFuture(
                                    new NotServedException(Refusal.NO_ROUTE))
                            : byKey(ask, UrlAuth.KEY);
        };
    }

    private @Nullable CompletableFuture<Guest> ofRoute(Ask ask, RouteAccess access) {
        return switch (access) {
            case RouteAccess.Open _ -> CompletableFuture.completedFuture(Guest.ANYONE);
            case RouteAccess.Key _ -> byKey(ask, UrlAuth.KEY);
            case RouteAccess.Token wanted -> byToken(ask, wanted);
        };
    }

    private CompletableFuture<Guest> byToken(Ask ask, RouteAccess.Token wanted) {
        List<String> shown = ask.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        String authorization = shown.size() == 1 ? shown.getFirst() : "";
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return CompletableFuture.failedFuture(denied(ask));
        }
        return tokens.getObject()
                .check(wanted, authorization.substring(BEARER.length()).strip())
                .handle(
                        (claims, failure) -> {
                            if (claims == null) {
                                throw unconvinced(failure);
                            }
                            return new Guest(null, claims);
                        });
    }

    private static RuntimeException unconvinced(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof RefusedException refused)) {
            return new IllegalStateException("a token was not checked", failure);
        }
        return new NotServedException(
                refused.code() == ErrorCode.FORBIDDEN
                        ? Refusal.denied(refused.publicText())
                        : Refusal.unauthenticated(refused.publicText()));
    }

    private @Nullable CompletableFuture<Guest> byKey(Ask ask, UrlAuth auth) {
        if (auth == UrlAuth.NONE) {
            return CompletableFuture.completedFuture(Guest.ANYONE);
        }
        List<String> shown = ask.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        String authorization = shown.size() == 1 ? shown.getFirst() : "";
        if (authorization.startsWith("AWS4-") || ask.query().contains("X-Amz-Algorithm=")) {
            return null;
        }
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (!bearer || auth == UrlAuth.AWS_IAM) {
            return CompletableFuture.failedFuture(denied(ask));
        }
        String token = authorization.substring(BEARER.length()).strip();
        Optional<Caller> known = callers.byTokenAtOnce(token);
        return known.isPresent()
                ? decided(() -> admit(known.get(), ask))
                : later(() -> admit(callers.byToken(token, ask.client()), ask));
    }

    /** Decides by the signature of the whole request. Never blocks. */
    CompletableFuture<Guest> afterBody(Ask ask, byte[] body) {
        SignedRequest request = signed(ask, body);
        if (body.length > HASHED_AT_ONCE) {
            return later(() -> bySignature(request, ask));
        }
        try {
            Optional<Caller> known = callers.bySignatureAtOnce(request, SERVICE, ask.client());
            return known.isPresent()
                    ? decided(() -> admit(known.get(), ask))
                    : later(() -> bySignature(request, ask));
        } catch (RefusedException e) {
            return CompletableFuture.failedFuture(new NotServedException(Refusal.of(e)));
        }
    }

    private Guest bySignature(SignedRequest request, Ask ask) {
        return admit(
                callers.bySignature(request, SERVICE, ask.client()).orElseThrow(() -> denied(ask)),
                ask);
    }

    private static Guest admit(Caller caller, Ask ask) {
        Served served = ask.target().served();
        if (served == null || !served.account().equals(caller.account())) {
            throw ask.target().amongRoutes()
                    ? denied(ask)
                    : new NotServedException(Refusal.UNKNOWN);
        }
        if (!caller.may(Permission.FUNCTIONS_INVOKE)) {
            throw new NotServedException(
                    Refusal.denied(
                            "The key may not do this: it needs the permission %s."
                                    .formatted(Permission.FUNCTIONS_INVOKE.wireName())));
        }
        return new Guest(caller);
    }

    private static NotServedException denied(Ask ask) {
        if (ask.target().amongRoutes()) {
            return new NotServedException(Refusal.UNAUTHENTICATED);
        }
        boolean known = ask.target().route() != null && !ask.target().guessable();
        return new NotServedException(known ? Refusal.FORBIDDEN : Refusal.UNKNOWN);
    }

    private static CompletableFuture<Guest> decided(Supplier<Guest> decision) {
        try {
            return CompletableFuture.completedFuture(decision.get());
        } catch (NotServedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletableFuture<Guest> later(Supplier<Guest> decision) {
        CompletableFuture<Guest> decided = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("ingress-key")
                .start(
                        () -> {
                            try {
                                decided.complete(decision.get());
                            } catch (RefusedException e) {
                                decided.completeExceptionally(
                                        new NotServedException(Refusal.of(e)));
                            } catch (RuntimeException e) {
                                decided.completeExceptionally(e);
                            }
                        });
        return decided;
    }

    private static SignedRequest signed(Ask ask, byte[] body) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Map.Entry<String, String> header : ask.headers()) {
            headers.computeIfAbsent(
                            header.getKey().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(header.getValue());
        }
        return new SignedRequest(ask.method(), ask.path(), ask.query(), headers, body);
    }
}
