package dev.meterlark.billing.payment;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedThings;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** An invoice on its way through the whole application: owed, suspended for, paid, looked at. */
@MeterlarkTest
class MoneyStoryTests {

    private static final AtomicInteger COUNT = new AtomicInteger(700_000);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Owing owing;
    @Autowired PaymentAccountRows accounts;
    @Autowired Standing standing;
    @Autowired TransactionTemplate transaction;
    @Autowired JdbcTemplate jdbc;
    @Autowired InstantSource clock;

    private Asked asked;
    private Tenant payer;
    private String operator;
    private String invoice;
    private LocalDate today;

    @BeforeEach
    void settle() {
        asked = new Asked(port);
        payer = tenants.newOwner();
        operator = tenants.operator().token();
        today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        invoice = issue("100.00", today.minusDays(45));
    }

    @Test
    void whoPaysWhatIsOverdueWorksAgain() {
        suspend();
        assertThat(asked.ask("GET", "/api/v1/account", payer.token(), "").statusCode())
                .isEqualTo(401);

        JsonNode part = paid("{\"amount\":\"40\",\"currency\":\"EUR\",\"reference\":\"b/1\"}");
        assertThat(part.get("applied").asString()).isEqualTo("40");
        JsonNode again = paid("{\"amount\":\"40\",\"currency\":\"EUR\",\"reference\":\"b/1\"}");
        assertThat(again.get("id")).isEqualTo(part.get("id"));
        assertThat(asked.ask("GET", "/api/v1/account", payer.token(), "").statusCode())
                .isEqualTo(401);
        paid("{}");

        assertThat(asked.ask("GET", "/api/v1/account", payer.token(), "").statusCode())
                .isEqualTo(200);
        JsonNode payments = json(asked.ask("GET", "/api/v1/payments", payer.token(), ""));
        assertThat(payments.get("items")).hasSize(2);
        assertThat(payments.get("items").get(0).get("amount").asString()).isEqualTo("60");
        String audit = asked.ask("GET", "/api/v1/audit", payer.token(), "").body();
        assertThat(audit)
                .contains("payment.recorded", "account.suspended", "account.reopened", "unpaid");
    }

    @Test
    void theOperatorSeesWhatIsUnpaidAndWhatAMonthCameTo() {
        JsonNode unpaid = find(get("/api/v1/admin/billing/unpaid?limit=100"), "invoice", invoice);
        assertThat(unpaid.get("daysOverdue").asInt()).isEqualTo(45);
        assertThat(unpaid.get("open").asString()).isEqualTo("100");
        JsonNode aging = find(get("/api/v1/admin/billing/aging"), "currency", "EUR");
        assertThat(aging.get("upTo60").asDouble()).isGreaterThanOrEqualTo(100);
        JsonNode account =
                find(
                        get("/api/v1/admin/billing/accounts?limit=100"),
                        "id",
                        payer.account().id().toString());
        assertThat(account.get("balances").get(0).get("overdue").asString()).isEqualTo("100");

        paid("{\"amount\":\"130\"}");

        JsonNode month = find(get("/api/v1/admin/billing/revenue"), "currency", "EUR");
        assertThat(month.get("month").asString()).isEqualTo(YearMonth.from(today).toString());
        assertThat(month.get("received").asDouble()).isGreaterThanOrEqualTo(130);
        JsonNode paid =
                find(
                        get("/api/v1/admin/billing/accounts?limit=100"),
                        "id",
                        payer.account().id().toString());
        assertThat(paid.get("balances").get(0).get("credit").asString()).isEqualTo("30");
        assertThat(paid.get("balances").get(0).get("open").asString()).isEqualTo("0");
    }

    @Test
    void badOnesAreRefusedAndNothingIsWritten() {
        refused(400, "{\"amount\":\"-5\",\"currency\":\"EUR\"}", "above 0");
        refused(400, "{\"amount\":\"5\",\"currency\":\"USD\"}", "is in EUR");
        refused(400, "{\"amount\":\"5\",\"currency\":\"XYZ\"}", "code of ISO 4217");
        refused(400, "{\"amount\":\"5\",\"currency\":\"EUR\",\"of\":1}", "of");
        refused(400, "{\"receivedOn\":\"2999-01-01\"}", "receivedOn");
        assertThat(
                        asked.post("/api/v1/payment-events/stripe", "{}", "Stripe-Signature", "x")
                                .statusCode())
                .isEqualTo(404);
        String large = "x".repeat(300 << 10);
        assertThat(asked.post("/api/v1/payment-events/stripe", large).statusCode()).isEqualTo(413);
        assertThat(get("/api/v1/admin/accounts/" + payer.account().id() + "/payments").get("items"))
                .isEmpty();
        assertThat(
                        asked.ask("GET", "/api/v1/admin/billing/revenue?from=2026", operator, "")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void thePagesSayTheSameAndTheirFormsChangeIt() {
        Asked browser = new Asked(port);
        browser.signIn(tenants.operator().email(), Tenants.PASSWORD);
        String page = "/operator/money/" + payer.account().id();
        assertThat(browser.get("/operator/money", "Accept", "text/html").body())
                .contains(invoice, "Unpaid, by age");
        assertThat(browser.get(page, "Accept", "text/html").body()).contains(invoice, "100.00 EUR");

        HttpResponse<String> answer =
                browser.submit(
                        page + "/invoices/" + invoice + "/payments",
                        "amount=25&reference=%s&_csrf=%s"
                                .formatted(
                                        encoded("<b>bank</b>"),
                                        encoded(browser.formToken("/account/members"))));

        assertThat(header(answer, "Location")).endsWith(page);
        assertThat(browser.get(page, "Accept", "text/html").body())
                .contains("75.00 EUR", "The payment is written down", "&lt;b&gt;bank&lt;/b&gt;");
        String entry =
                get("/api/v1/admin/accounts/" + payer.account().id() + "/payments")
                        .get("items")
                        .get(0)
                        .get("id")
                        .asString();
        browser.get(page, "Accept", "text/html"); // has seen what it was told
        for (String undo : new String[] {"how=refunded&amount=5", "how=bounced"}) {
            String token = encoded(browser.formToken("/account/members"));
            browser.submit(
                    page + "/payments/" + entry + "/undo", undo + "&reason=oops&_csrf=" + token);
            assertThat(browser.get(page, "Accept", "text/html").body())
                    .contains(undo.endsWith("5") ? "refund is written down" : "is owed again");
        }
        assertThat(browser.get(page, "Accept", "text/html").body())
                .contains("-5.00 EUR", "-20.00 EUR", "95.00 EUR");
        browser.submit(
                page + "/invoices/" + invoice + "/dunning",
                "step=exempt&reason=friends&_csrf="
                        + encoded(browser.formToken("/account/members")));
        assertThat(browser.get(page, "Accept", "text/html").body()).contains("exempt: friends");
    }

    private JsonNode paid(String body) {
        HttpResponse<String> answer = pay(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return json(answer);
    }

    private void refused(int status, String body, String says) {
        HttpResponse<String> answer = pay(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("detail").asString()).contains(says);
    }

    private HttpResponse<String> pay(String body) {
        return asked.ask(
                "POST",
                "/api/v1/admin/accounts/%s/invoices/%s/payments"
                        .formatted(payer.account().id(), invoice),
                operator,
                body);
    }

    private JsonNode get(String path) {
        HttpResponse<String> answer = asked.ask("GET", path, operator, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private static JsonNode find(JsonNode list, String member, String value) {
        for (JsonNode each : list.get("items")) {
            if (each.get(member).asString().equals(value)) {
                return each;
            }
        }
        throw new AssertionError("no %s %s in %s".formatted(member, value, list));
    }

    private void suspend() {
        AccountId id = payer.account().id();
        transaction.executeWithoutResult(
                _ -> {
                    assertThat(standing.suspend(id, "unpaid")).isTrue();
                    accounts.stopped(id, clock.instant());
                });
    }

    /** A whole invoice, and what payments make of it. */
    private String issue(String payable, LocalDate due) {
        int count = COUNT.incrementAndGet();
        IssuedInvoice issued =
                Issued.of(
                        IssuedInvoice.Kind.INVOICE,
                        payer.account().id(),
                        "S-" + count,
                        null,
                        MoneyBench.money(payable, "EUR"),
                        due);
        IssuedThings.write(jdbc, issued, count, count, clock.instant());
        transaction.executeWithoutResult(_ -> owing.finalised(issued));
        return issued.number().value();
    }
}
