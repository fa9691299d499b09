package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.Accounts;
import dev.meterlark.edge.FunctionIdentities;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.FunctionScope;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** What functions may do with the platform, and who may say so. */
@MeterlarkTest
class FunctionRoleTests {

    private static final String FUNCTIONS = "/api/v1/functions";
    private static final String ROLE = "/api/v1/functions/hello/role";
    private static final String INVOKES_OTHER =
            "{\"permissions\": [\"functions:invoke\"], \"functions\": [\"other\"]}";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FunctionIdentities identities;
    @Autowired Accounts accounts;
    @Autowired AsyncPolicies policies;

    private Tenants.Tenant owner;
    private FunctionId hello;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        hello = create("hello");
    }

    @Test
    void aFunctionMayDoNothingFromTheStart() {
        HttpResponse<String> role = ask("GET", ROLE, "");

        assertThat(role.body())
                .isEqualTo(
                        "{\"name\":\"hello\",\"permissions\":[],\"functions\":[],\"revision\":0}");
        assertThat(identity()).get().extracting(Caller::subject).isEqualTo("function:hello");
        assertThat(identity().orElseThrow().permissions()).isEmpty();
    }

    @Test
    void aRoleHoldsAtOnceIsInTheAuditLogAndIsTakenBackByDeleting() {
        assertThat(identity().orElseThrow().permissions()).isEmpty();

        HttpResponse<String> changed = ask("PUT", ROLE, INVOKES_OTHER);

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(changed)).isEqualTo(json(ask("GET", ROLE, "")));
        Caller caller = identity().orElseThrow();
        assertThat(caller.may(Permission.FUNCTIONS_INVOKE, "other")).isTrue();
        assertThat(caller.may(Permission.FUNCTIONS_INVOKE, "hello")).isFalse();
        assertThat(caller.may(Permission.FUNCTIONS_READ, "other")).isFalse();
        assertThat(lastAudited())
                .contains("function.role-changed", "function:hello", "functions:invoke", "other");

        assertThat(ask("DELETE", ROLE, "").statusCode()).isEqualTo(204);
        assertThat(identity().orElseThrow().permissions()).isEmpty();
    }

    @Test
    void whatChangesNothingIsNotInTheAuditLog() {
        ask("PUT", ROLE, INVOKES_OTHER);
        String before = lastAudited();

        ask("PUT", ROLE, INVOKES_OTHER);

        assertThat(lastAudited()).isEqualTo(before);
    }

    @Test
    void theIdentityEndsWithTheFunctionAndWithTheAccount() {
        ask("PUT", ROLE, "{\"permissions\": [\"account:read\"]}");
        assertThat(identity()).isPresent();

        accounts.suspend(tenants.caller(tenants.operator()), owner.account().id());
        assertThat(identity()).isEmpty();
        accounts.reopen(tenants.caller(tenants.operator()), owner.account().id());
        assertThat(identity()).isPresent();

        assertThat(ask("DELETE", FUNCTIONS + "/hello", "").statusCode()).isEqualTo(204);
        assertThat(identity()).isEmpty();
        FunctionId next = create("hello");
        assertThat(identities.of(owner.account().id(), next).orElseThrow().permissions())
                .as("what is called the same inherits nothing")
                .isEmpty();
    }

    @Test
    void itIsNobodyInAnotherAccount() {
        assertThat(identities.of(tenants.newOwner().account().id(), hello)).isEmpty();
        assertThat(identity()).isPresent();
    }

    @Test
    void nobodyGrantsWhatTheyMayNotDoThemselves() {
        String writes = tenants.newKey(owner, Permission.FUNCTIONS_WRITE).token();

        HttpResponse<String> refused = new Asked(port).ask("PUT", ROLE, writes, INVOKES_OTHER);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("functions:invoke");
        assertThat(identity().orElseThrow().permissions()).isEmpty();
    }

    @Test
    void whoMayLessThanAFunctionDoesNotSayWhatItDoes() {
        String writes = tenants.newKey(owner, Permission.FUNCTIONS_WRITE).token();
        ask("PUT", ROLE, INVOKES_OTHER);

        HttpResponse<String> refused =
                new Asked(port)
                        .ask("PATCH", FUNCTIONS + "/hello", writes, "{\"description\": \"mine\"}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("the role of hello");
        assertThat(ask("PATCH", FUNCTIONS + "/hello", "{\"description\": \"mine\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoMayChangeAFunctionDoesNotAimItsResultsAtOthers() {
        create("other");
        ask("PUT", ROLE, "{\"permissions\": [\"functions:write\"], \"functions\": [\"hello\"]}");
        Caller itself = identity().orElseThrow();
        AsyncSettings toOther = onFailure("function", "other", null);

        assertThatThrownBy(() -> policies.change(itself, "hello", toOther))
                .as("in the words for what is not there")
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no function or pipeline 'other' to tell");
        assertThatThrownBy(() -> policies.change(itself, "hello", onFailure("queue", null, "jobs")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("storage:write");

        policies.change(tenants.caller(owner), "hello", toOther);
        AsyncView kept = policies.change(itself, "hello", toOther);
        assertThat(kept.onFailure()).as("what others aimed may stay").isNotNull();
    }

    private static AsyncSettings onFailure(
            String type, @Nullable String function, @Nullable String queue) {
        return new AsyncSettings(
                null,
                null,
                null,
                null,
                new AsyncSettings.DestinationSettings(
                        type, function, null, null, queue, null, null, null, null, null),
                null);
    }

    @Test
    void aScopeIsWithinAnotherWhenEachOfItsNamesIs() {
        FunctionScope some = FunctionScope.of(Set.of("a", "b"));
        FunctionScope one = FunctionScope.of(Set.of("a"));

        assertThat(some.covers(one)).isTrue();
        assertThat(one.covers(some)).isFalse();
        assertThat(FunctionScope.ALL.covers(some)).isTrue();
        assertThat(some.covers(FunctionScope.ALL)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | permissions is missing",
                "{\"permissions\": [\"fly\"]} | permissions cannot hold 'fly'; a function may be",
                "{\"permissions\": [null]} | permissions cannot hold null",
                "{\"permissions\": [\"operate\"]} | permissions cannot hold 'operate'",
                "{\"permissions\": [\"keys:manage\"]} | permissions cannot hold 'keys:manage'",
                "{\"permissions\": [\"functions:invoke\"]} | functions must say which functions",
                "{\"permissions\": [], \"functions\": [\"*\", \"a\"]} | functions holds names",
                "{\"permissions\": [], \"functions\": [\"a b\"]} | was: 'a b'",
                "{\"permissions\": [], \"functions\": [null]} | was: null",
                "{\"permissions\": [], \"more\": 1} | more",
            })
    void whatCannotBeIsRefusedByName(String body, String why) {
        HttpResponse<String> refused = ask("PUT", ROLE, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString()).contains(why);
    }

    @Test
    void theNamesHaveABound() {
        StringBuilder names = new StringBuilder("\"a0\"");
        for (int i = 1; i <= RoleShaping.MOST_FUNCTIONS; i++) {
            names.append(",\"a").append(i).append('"');
        }
        HttpResponse<String> refused =
                ask(
                        "PUT",
                        ROLE,
                        "{\"permissions\": [\"logs:read\"], \"functions\": [%s]}".formatted(names));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("at most 100 names, were: 101");
    }

    private FunctionId create(String name) {
        HttpResponse<String> made =
                ask(
                        "POST",
                        FUNCTIONS,
                        "{\"name\": \"%s\", \"runtime\": \"nodejs\"}".formatted(name));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return FunctionId.parse(json(made).path("id").asString());
    }

    private Optional<Caller> identity() {
        return identities.of(owner.account().id(), hello);
    }

    private String lastAudited() {
        return json(ask("GET", "/api/v1/audit?limit=1", "")).path("items").toString();
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }
}
