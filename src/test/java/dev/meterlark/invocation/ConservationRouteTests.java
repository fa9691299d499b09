package dev.meterlark.invocation;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What the operator sees of whether every accepted call is accounted for. */
@MeterlarkTest
class ConservationRouteTests {

    private static final String ROUTE = "/api/v1/admin/conservation";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;

    @Test
    void everyAcceptedCallIsCountedUntilItsEndAndAMissingOneShows() {
        Tenants.Tenant owner = tenants.newOwner();
        Asked asked = new Asked(port);
        String source = "\"code\": {\"source\": \"exports.handler = async e => e;\"}";
        var made =
                asked.postJson(
                        "/api/v1/functions",
                        owner.token(),
                        "{\"name\": \"later\", \"runtime\": \"nodejs\", \"handler\": \"echo.handler\", %s}"
                                .formatted(source));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var accepted =
                asked.postJson(
                        "/api/v1/functions/later/invocations",
                        owner.token(),
                        "{}",
                        "Prefer",
                        "respond-async",
                        "Meterlark-Delay",
                        "3600");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);

        JsonNode line = line(owner);
        assertThat(line.path("accepted").asLong()).isEqualTo(1);
        assertThat(line.path("waiting").asLong()).isEqualTo(1);
        assertThat(line.path("missing").asLong()).isZero();

        String id = json(accepted).path("id").asString();
        asked.ask("DELETE", "/api/v1/invocations/" + id, owner.token(), "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> line(owner).path("cancelled").asLong() == 1);

        database.sql("update async_accepted set calls = calls + 1 where account_id = ?")
                .param(owner.account().id().value())
                .update();
        assertThat(line(owner).path("missing").asLong()).isEqualTo(1);
        database.sql("update async_accepted set calls = calls - 1 where account_id = ?")
                .param(owner.account().id().value())
                .update();
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "cursor=x", "cursor=bm8"})
    void whatIsNoPageIsRefused(String query) {
        var answer =
                new Asked(port).ask("GET", ROUTE + "?" + query, tenants.operator().token(), "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    private JsonNode line(Tenants.Tenant owner) {
        Asked asked = new Asked(port);
        Set<String> seen = new HashSet<>();
        String cursor = "";
        while (true) {
            JsonNode page =
                    json(
                            asked.ask(
                                    "GET",
                                    ROUTE + "?limit=1" + cursor,
                                    tenants.operator().token(),
                                    ""));
            for (JsonNode item : page.path("items")) {
                String account = item.path("account").asString();
                assertThat(seen.add(account)).as("each account once").isTrue();
                if (account.equals(owner.account().id().toString())) {
                    return item;
                }
            }
            String next = page.path("nextCursor").asString("");
            assertThat(next).as("the account is on a page").isNotEmpty();
            cursor = "&cursor=" + next;
        }
    }
}
