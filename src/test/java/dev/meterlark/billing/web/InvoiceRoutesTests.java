package dev.meterlark.billing.web;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.platform.Columns;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;

/** Invoices from the operator's close to the account's own list, over HTTP. */
@MeterlarkTest
class InvoiceRoutesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcTemplate jdbc;
    @Autowired InstantSource clock;

    private Asked asked;
    private Tenant tenant;
    private YearMonth running;
    private YearMonth last;

    /** An account of two months ago, with so many requests to its storage in each of them. */
    @BeforeEach
    void settle() {
        asked = new Asked(port);
        tenant = tenants.newOwner();
        running = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        last = running.minusMonths(1);
        Instant begin = last.minusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        jdbc.update("update billing_start set began_at = ?", Columns.instant(begin));
        jdbc.update(
                "update account set created_at = ? where id = ?",
                Columns.instant(begin),
                tenant.account().id().value());
        use(last.minusMonths(1), 10_000_000);
        use(last, 20_000_000);
    }

    @Test
    void aMonthIsFinalisedOnceAndReadByWhoseItIs() throws Exception {
        JsonNode made = json(expect(finalise(last.toString()), 201));
        String number = made.at("/items/0/number").asString();
        assertThat(made.at("/items/0/net").asString()).isEqualTo("8.00");
        assertThat(made.at("/items/0/state").asString()).isEqualTo("finalised");
        assertThat(expect(finalise(last.toString()), 409).body())
                .contains(last + " was finalised before, as " + number);

        JsonNode first = json(expect(get("/invoices?limit=1"), 200));
        assertThat(first.at("/items/0/number").asString()).isEqualTo(number);
        JsonNode second =
                json(
                        expect(
                                get(
                                        "/invoices?limit=1&cursor="
                                                + first.path("nextCursor").asString()),
                                200));
        assertThat(second.at("/items/0/period").asString())
                .isEqualTo(last.minusMonths(1).toString());
        assertThat(second.path("nextCursor").isNull()).isTrue();

        JsonNode whole = json(expect(get("/invoices/" + number), 200));
        assertThat(whole.at("/lines/0/quantity").asString()).isEqualTo("20000000");
        assertThat(whole.at("/lines/0/shares/0/name").asString()).isEqualTo("images");
        byte[] snapshot =
                expect(get("/invoices/" + number + "/snapshot"), 200)
                        .body()
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(whole.at("/invoice/sha256").asString())
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(snapshot)));
        assertThat(expect(get("/audit"), 200).body()).contains("invoice.finalised");
    }

    @Test
    void whatWasIssuedIsTakenBackByTheOperator() {
        String wrong = finalised(last.minusMonths(1));
        expect(admin("/invoices/" + wrong + "/void", "{}"), 400);
        JsonNode gone =
                json(expect(admin("/invoices/" + wrong + "/void", "{\"reason\": \"Wrong\"}"), 200));
        assertThat(gone.path("state").asString()).isEqualTo("void");
        String number = finalised(last.minusMonths(1));
        assertThat(number).isNotEqualTo(wrong);

        String notes = "/invoices/" + number + "/credit-notes";
        String part =
                "{\"reason\": \"A discount\", \"lines\": [{\"position\": 1, \"amount\": \"%s\"}]}";
        JsonNode note = json(expect(admin(notes, part.formatted("1.50")), 201));
        assertThat(note.path("kind").asString()).isEqualTo("credit-note");
        assertThat(note.path("corrects").asString()).isEqualTo(number);
        assertThat(expect(admin(notes, part.formatted("2.51")), 409).body())
                .contains("at most 2.5 USD can be taken back");
        expect(admin("/invoices/" + number + "/void", "{\"reason\": \"Wrong\"}"), 409);
        JsonNode corrected = json(expect(get("/invoices/" + number), 200));
        assertThat(corrected.at("/invoice/creditedBack").asString()).isEqualTo("1.50");
        assertThat(corrected.at("/invoice/open").asString()).isEqualTo("2.50");
    }

    @Test
    void whatCannotBeClosedIsRefusedByName() {
        assertThat(expect(finalise(running.toString()), 409).body()).contains("is not over");
        assertThat(expect(finalise("2026-13"), 400).body()).contains("was: 2026-13");
        assertThat(expect(finalise("1999-01"), 400).body()).contains("invoices begin with");
        String nobody = "/accounts/" + UUID.randomUUID();
        expect(admin(nobody + "/invoices", "{}"), 404);
        expect(admin(nobody + "/parked-months/2026-01/unpark", "{\"reason\": \"x\"}"), 404);
        expect(admin("/invoices/INV-x/void", "{\"reason\": \"x\"}"), 404);
        expect(admin("/closes", "{\"period\": \"%s\"}".formatted(running)), 409);
        assertThat(expect(get("/invoices/INV-x"), 404).body()).contains("no such invoice");
    }

    @Test
    void whatIsFarFromUsualWaitsForTheOperator() {
        use(last.minusMonths(1), 3_000_000_000L);

        assertThat(expect(finalise(last.minusMonths(1).toString()), 409).body())
                .contains("the month is parked: it would come to 1204 USD");
        assertThat(expect(operator("/parked-months"), 200).body())
                .contains(tenant.account().id().toString())
                .contains("\"net\":\"1204\"");
        JsonNode made =
                json(
                        expect(
                                admin(
                                        "/accounts/%s/parked-months/%s/unpark"
                                                .formatted(
                                                        tenant.account().id(), last.minusMonths(1)),
                                        "{\"reason\": \"They moved to us\"}"),
                                200));
        assertThat(made.at("/items/0/net").asString()).isEqualTo("1204.00");
    }

    @Test
    void theDraftIsWhatTheRunningMonthWouldComeTo() {
        finalised(last);
        use(running, 5_000_000);

        JsonNode draft = json(expect(get("/invoices/draft"), 200)).at("/items/0");

        assertThat(draft.path("period").asString()).isEqualTo(running.toString());
        assertThat(new BigDecimal(draft.path("net").asString())).isEqualByComparingTo("2.00");
        assertThat(draft.has("number")).isFalse();
    }

    @Test
    void aMonthIsClosedForAllWhenTheOperatorAsks() {
        JsonNode asked =
                json(expect(admin("/closes", "{\"period\": \"%s\"}".formatted(last)), 202));
        assertThat(asked.path("period").asString()).isEqualTo(last.toString());
        await().until(
                        () ->
                                json(expect(operator("/closes/" + last), 200))
                                        .path("whole")
                                        .asBoolean());
        jdbc.update("delete from billing_round");
    }

    /** Of a bucket, which the free quantities of the account's plan leave out. */
    private void use(YearMonth month, long requests) {
        jdbc.update(
                "insert into usage_meter (amount, account_id, meter, resource, began_at, writer)"
                        + " values (?, ?, 'bucket-reads', 'images', ?, ?)",
                BigDecimal.valueOf(requests),
                tenant.account().id().value(),
                Columns.instant(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()),
                UUID.randomUUID());
    }

    private String finalised(YearMonth month) {
        return json(expect(finalise(month.toString()), 201)).at("/items/0/number").asString();
    }

    private HttpResponse<String> finalise(String period) {
        return admin(
                "/accounts/%s/invoices".formatted(tenant.account().id()),
                "{\"period\": \"%s\"}".formatted(period));
    }

    private HttpResponse<String> admin(String path, String body) {
        return asked.ask("POST", "/api/v1/admin" + path, tenants.operator().token(), body);
    }

    private HttpResponse<String> operator(String path) {
        return asked.ask("GET", "/api/v1/admin" + path, tenants.operator().token(), "");
    }

    private HttpResponse<String> get(String path) {
        return asked.ask("GET", "/api/v1" + path, tenant.token(), "");
    }

    private static HttpResponse<String> expect(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }
}
