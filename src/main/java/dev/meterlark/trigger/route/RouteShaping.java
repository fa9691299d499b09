package dev.meterlark.trigger.route;

import dev.meterlark.function.UrlSettings;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.ingress.HttpRoute;
import dev.meterlark.ingress.PathTemplate;
import dev.meterlark.ingress.RouteAccess;
import dev.meterlark.ingress.RouteRates;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.network.WebAddress;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Makes of what a caller wants what a route may be. */
final class RouteShaping {

    private static final Set<String> METHODS =
            new TreeSet<>(
                    Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"));
    private static final int MOST_PER_SECOND = 100_000;
    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 300;

    private RouteShaping() {}

    /**
     * @throws RefusedException when there cannot be such a route
     */
    static HttpRoute route(RouteId id, RouteWish wish) {
        String method = method(wish.method());
        String path = Objects.requireNonNullElse(wish.path(), "");
        UrlSettings.CorsSettings cors = wish.cors();
        Cors checked = cors == null ? null : cors.checked();
        return new HttpRoute(
                id.toString(),
                method,
                path,
                PathTemplate.parse(path),
                target(wish),
                access(wish),
                checked,
                rates(wish),
                body(wish.schema()));
    }

    private static @Nullable BodySchema body(@Nullable JsonNode schema) {
        return schema == null || schema.isNull() ? null : BodySchema.of(schema);
    }

    static FunctionRef target(RouteWish wish) {
        String function = wish.function();
        String pipeline = wish.pipeline();
        if (function == null ? pipeline == null : pipeline != null) {
            throw invalid("a route has either a function or a pipeline that answers");
        }
        String name = function == null ? String.valueOf(pipeline) : function;
        return new FunctionRef(
                name, Objects.requireNonNullElse(wish.qualifier(), FunctionRef.LATEST));
    }

    private static String method(@Nullable String asked) {
        if (asked == null || !METHODS.contains(asked)) {
            throw invalid(
                    "method must be one of %s, was: %s"
                            .formatted(String.join(", ", METHODS), Shown.text(asked)));
        }
        return asked;
    }

    private static RouteAccess access(RouteWish wish) {
        String auth = Objects.requireNonNullElse(wish.auth(), "key");
        if (!auth.equals("jwt") && wish.jwt() != null) {
            throw invalid("jwt says whose tokens are good, which needs auth to be jwt");
        }
        return switch (auth) {
            case "none" -> new RouteAccess.Open();
            case "key" -> new RouteAccess.Key();
            case "jwt" -> token(wish.jwt());
            default -> throw invalid("auth must be none, key or jwt, was: " + Shown.text(auth));
        };
    }

    private static RouteAccess.Token token(RouteWish.@Nullable Jwt jwt) {
        if (jwt == null || jwt.issuer() == null) {
            throw invalid("auth jwt needs jwt: {issuer, audiences}");
        }
        List<String> audiences = names("jwt.audiences", jwt.audiences());
        if (audiences.isEmpty()) {
            throw invalid("jwt.audiences must name whom tokens are for, or any of them would do");
        }
        String keys = jwt.jwksUri();
        return new RouteAccess.Token(
                address("jwt.issuer", jwt.issuer()).toString(),
                Set.copyOf(audiences),
                keys == null ? null : address("jwt.jwksUri", keys),
                names("jwt.scopes", jwt.scopes()));
    }

    private static URI address(String member, String written) {
        try {
            WebAddress.parse(written);
            return URI.create(written);
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "%s must be a web address, was: %s: %s"
                            .formatted(member, Shown.text(written), e.getMessage()));
        }
    }

    private static List<String> names(String member, @Nullable List<@Nullable String> written) {
        List<@Nullable String> all = written == null ? List.of() : written;
        boolean good =
                all.size() <= MOST_NAMES
                        && all.stream()
                                .allMatch(
                                        each ->
                                                each != null
                                                        && !each.isBlank()
                                                        && each.length() <= LONGEST_NAME);
        if (!good) {
            throw invalid(
                    "%s must be at most %d texts of 1 to %d characters"
                            .formatted(member, MOST_NAMES, LONGEST_NAME));
        }
        return all.stream().map(Objects::requireNonNull).toList();
    }

    private static RouteRates rates(RouteWish wish) {
        RouteWish.Rate all = wish.rate();
        RouteWish.Rate each = wish.callerRate();
        return new RouteRates(
                perSecond("rate", all),
                burst("rate", all),
                perSecond("callerRate", each),
                burst("callerRate", each));
    }

    private static int perSecond(String member, RouteWish.@Nullable Rate rate) {
        return rate == null ? 0 : within(member + ".perSecond", rate.perSecond());
    }

    private static int burst(String member, RouteWish.@Nullable Rate rate) {
        if (rate == null) {
            return 0;
        }
        return rate.burst() == null
                ? within(member + ".perSecond", rate.perSecond())
                : within(member + ".burst", rate.burst());
    }

    private static int within(String member, @Nullable Integer value) {
        if (value == null || value < 1 || value > MOST_PER_SECOND) {
            throw invalid("%s must be 1 to %d, was: %s".formatted(member, MOST_PER_SECOND, value));
        }
        return value;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
