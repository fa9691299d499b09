package dev.meterlark;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.Tenants.Tenant;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** What the outbox gave up: whose it is to look after, and what becomes of it. */
@MeterlarkTest
class GivenUpDeliveryTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;
    @Autowired InstantSource clock;

    @Test
    void mailsThatWereGivenUpAreTheOperatorsToSendAgainOrToLetBe() {
        Tenant owner = tenants.newOwner();
        UUID first = givenUp(owner, "budget-mail", 2);
        UUID second = givenUp(owner, "invoice-mail", 1);
        UUID own = givenUp(owner, "destination", 0);
        Asked program = new Asked(port);
        String operator = tenants.operator().token();
        String all = "/api/v1/admin/deliveries";
        Asked browser = new Asked(port);
        browser.signIn(tenants.operator().email(), Tenants.PASSWORD);

        JsonNode page = json(program.ask("GET", all + "?limit=1", operator, ""));
        assertThat(page.path("items").toString())
                .contains(second.toString(), "the server was away", owner.account().name());
        String next = all + "?limit=1&cursor=" + page.path("nextCursor").asString();
        assertThat(program.ask("GET", next, operator, "").body()).contains(first.toString());
        assertThat(browser.get("/operator/deliveries", "Accept", "text/html").body())
                .contains("Invoice by mail", "Alert of a budget by mail", "the server was away");
        assertThat(program.ask("GET", all, operator, "").body()).doesNotContain(own.toString());
        assertThat(program.ask("GET", all, owner.token(), "").statusCode()).isEqualTo(403);
        assertThat(program.ask("POST", all + "/" + own + "/retry", operator, "").statusCode())
                .isEqualTo(404);

        String again = "/operator/deliveries/" + first + "/retry";
        assertThat(submit(browser, again).statusCode()).isEqualTo(302);
        assertThat(submit(browser, again).statusCode()).isEqualTo(404);
        assertThat(program.ask("DELETE", all + "/" + second, operator, "").statusCode())
                .isEqualTo(204);
        assertThat(program.ask("DELETE", all + "/" + second, operator, "").statusCode())
                .isEqualTo(404);
        assertThat(
                        database.sql("select id from outbox where id = ? and parked_at is null")
                                .param(first)
                                .query(UUID.class)
                                .list())
                .containsExactly(first);
        for (Tenant reader : new Tenant[] {owner, tenants.operator()}) {
            assertThat(program.ask("GET", "/api/v1/audit", reader.token(), "").body())
                    .contains("delivery.retried", "delivery.deleted", first.toString());
        }
        database.sql("delete from outbox where account_id = ?")
                .param(owner.account().id().value())
                .update();
    }

    private UUID givenUp(Tenant of, String kind, long secondsAgo) {
        UUID id = UUID.randomUUID();
        OffsetDateTime then = clock.instant().minusSeconds(secondsAgo).atOffset(ZoneOffset.UTC);
        database.sql(
                        "insert into outbox (id, kind, account_id, about, body, bytes, put_at,"
                            + " epoch, attempts, trouble, parked_at) values (?, ?, ?, ?, ?, 2, ?,"
                            + " 1, 9, 'the server was away', ?)")
                .params(id, kind, of.account().id().value(), "A " + kind, "{}".getBytes(UTF_8))
                .params(then, then)
                .update();
        return id;
    }

    private static HttpResponse<String> submit(Asked browser, String path) {
        String token = browser.formToken("/functions");
        return browser.submit(path, "_csrf=" + encoded(token), "Accept", "text/html");
    }
}
