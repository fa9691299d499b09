package dev.meterlark;

import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.account.Members;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.edge.AwsService;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.Role;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Every route of the running application times every kind of caller. What is expected comes from
 * the route's own annotation, so that a new route is in here by being there.
 */
@MeterlarkTest
@Tag("once")
class RouteMatrixTests {

    private static final Set<Permission> ALL = EnumSet.allOf(Permission.class);
    private static final Set<Permission> NONE = EnumSet.noneOf(Permission.class);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired ApiKeys keys;
    @Autowired Members members;
    @Autowired List<AwsService> services; // s3: S3BucketsTests, sqs: SqsTests

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping table;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void aKeyOpensTheRoutesOfItsPermissionsAndNoOther() {
        Map<String, Set<Permission>> callers = keysByWhatTheyMay();
        List<Route> routes = routes(true);
        assertThat(routes).hasSizeGreaterThan(20);

        for (Route route : routes) {
            callers.forEach((key, permissions) -> ask(route, key, permissions));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aKeyThatIsWorthNothingOpensOnlyWhatIsOpenToAnyoneAnyway() {
        List<String> dead = List.of("", revokedKey(), keyOfRemovedMember(), "mlk_nonsense");

        for (Route route : routes(true)) {
            dead.forEach(key -> ask(route, key, NONE));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aSessionOpensThePagesOfItsRoleAndNoOther() {
        Tenant owner = tenants.newOwner();
        Map<Asked, Set<Permission>> browsers = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            browsers.put(signedIn(tenants.newMember(owner, name(role))), role.permissions());
        }
        browsers.put(signedIn(tenants.operator()), ALL);

        for (Route route : routes(false)) {
            browsers.forEach((browser, permissions) -> visit(route, browser, permissions));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void whoIsNotSignedInIsSentToTheSignInByEveryRoom() {
        for (Route route : routes(false)) {
            Asked stranger = new Asked(port);
            String token = stranger.formToken("/sign-in");
            HttpResponse<String> answer =
                    stranger.send(request(route, stranger, token).header("Accept", "text/html"));
            boolean toSignIn = isToSignIn(answer);
            if (toSignIn == route.isOpen()) {
                wrong.add("%s: a stranger got %s".formatted(route, shown(answer)));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aFormWithoutItsTokenChangesNothingAnywhere() {
        Asked browser = signedIn(tenants.operator());
        for (Route route : routes(false)) {
            HttpResponse<String> answer =
                    browser.send(route.request(browser, address(route), "name=x"));
            if (!route.method().equals("GET") && answer.statusCode() != 403) {
                wrong.add("%s: without a token got %s".formatted(route, shown(answer)));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void aSessionOpensNoRouteOfTheApiAndAKeyNoPage() {
        Asked browser = signedIn(tenants.operator());
        for (Route route : routes(true)) {
            HttpResponse<String> answer =
                    browser.send(route.request(browser, address(route), "{}"));
            if (!route.isOpen() && answer.statusCode() != 401) {
                wrong.add("%s: a session got %s".formatted(route, shown(answer)));
            }
        }
        for (Route route : routes(false)) {
            Asked program = new Asked(port);
            HttpRequest.Builder request = route.request(program, address(route), "name=x");
            request.header("Authorization", "Bearer " + tenants.operator().token());
            HttpResponse<String> answer = program.send(request);
            if (!route.isOpen() && answer.statusCode() != 403 && !isToSignIn(answer)) {
                wrong.add("%s: a key got %s".formatted(route, shown(answer)));
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** They have no routes that could be found here; each needs such tests of its own. */
    @Test
    void noServiceOfAwssIsThereWithoutAMatrixOfItsOwn() {
        assertThat(services).extracting(AwsService::name).containsExactlyInAnyOrder("s3", "sqs");
    }

    private void ask(Route route, String key, Set<Permission> permissions) {
        Asked program = new Asked(port);
        HttpRequest.Builder request = route.request(program, address(route), "{}");
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> answer = program.send(request);
        boolean known = !permissions.isEmpty();
        boolean right =
                known
                        ? route.admits(permissions) ? admitted(answer) : refused(answer)
                        : (route.isOpen() && key.isEmpty())
                                ? admitted(answer)
                                : answer.statusCode() == 401;
        if (!right) {
            wrong.add("%s with %s: %s".formatted(route, permissions, shown(answer)));
        }
    }

    private void visit(Route route, Asked browser, Set<Permission> permissions) {
        String token = browser.formToken("/account/members");
        HttpResponse<String> answer = browser.send(request(route, browser, token));
        boolean right =
                route.admits(permissions)
                        ? admitted(answer) && !isToSignIn(answer)
                        : refused(answer);
        if (!right) {
            wrong.add("%s with %s: %s".formatted(route, permissions, shown(answer)));
        }
    }

    private static HttpRequest.Builder request(Route route, Asked browser, String token) {
        return route.request(browser, address(route), "").header("X-CSRF-TOKEN", token);
    }

    /** Whatever comes of it then: the request got past the guard, and broke nothing. */
    private static boolean admitted(HttpResponse<String> answer) {
        return answer.statusCode() < 500
                && !answer.body().contains("needs the permission")
                && !answer.body().contains("needs an API key");
    }

    private static boolean refused(HttpResponse<String> answer) {
        return answer.statusCode() == 403 && answer.body().contains("needs the permission");
    }

    private static boolean isToSignIn(HttpResponse<String> answer) {
        return answer.statusCode() == 303 && header(answer, "Location").startsWith("/sign-in");
    }

    private static String shown(HttpResponse<String> answer) {
        return answer.statusCode() + " " + header(answer, "Location") + answer.body();
    }

    /** Of things that are not there. */
    private static String address(Route route) {
        return route.address(
                variable ->
                        switch (variable) {
                            case "name" -> "no-such-thing";
                            case "code" -> "not-found";
                            default -> UUID.randomUUID().toString();
                        });
    }

    private Map<String, Set<Permission>> keysByWhatTheyMay() {
        Tenant owner = tenants.newOwner();
        Map<String, Set<Permission>> byToken = new LinkedHashMap<>();
        byToken.put(owner.token(), Role.OWNER.permissions());
        for (Role role : Role.values()) {
            byToken.put(tenants.newMember(owner, name(role)).token(), role.permissions());
        }
        for (Permission scope : Role.OWNER.permissions()) {
            byToken.put(tenants.newKey(owner, scope).token(), EnumSet.of(scope));
        }
        byToken.put(tenants.operator().token(), ALL);
        return byToken;
    }

    private String revokedKey() {
        Tenant owner = tenants.newOwner();
        NewApiKey key = tenants.newKey(owner, Permission.ACCOUNT_READ);
        keys.revoke(tenants.caller(owner), key.id());
        return key.token();
    }

    private String keyOfRemovedMember() {
        Tenant owner = tenants.newOwner();
        Tenant member = tenants.newMember(owner, "developer");
        members.remove(tenants.caller(owner), member.person().person());
        return member.token();
    }

    private Asked signedIn(Tenant tenant) {
        Asked browser = new Asked(port);
        browser.signIn(tenant.email(), Tenants.PASSWORD);
        return browser;
    }

    private List<Route> routes(boolean forPrograms) {
        return Route.of(table).stream()
                .filter(r -> !r.isAws())
                .filter(r -> !r.path().equals("/error"))
                .filter(r -> r.isForPrograms() == forPrograms)
                .toList();
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
