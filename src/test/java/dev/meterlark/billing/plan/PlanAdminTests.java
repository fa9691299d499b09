package dev.meterlark.billing.plan;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.NodePlans;
import dev.meterlark.billing.Plans;
import dev.meterlark.billing.ProductPlans;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.invocation.CallPrice;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.PlatformTransactionManager;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Plans, price books and assignments as the operator makes them, over REST. */
@MeterlarkTest
class PlanAdminTests {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired BookRows books;
    @Autowired PlanRows plans;
    @Autowired PlanHistory history;
    @Autowired AssignmentRows assignments;
    @Autowired ChangeRows changes;
    @Autowired PlatformTransactionManager transactions;
    @Autowired PlanFeed feed;
    @Autowired Plans known;
    @Autowired BillingProperties properties;
    @Autowired InstantSource clock;

    private Tenants.Tenant tenant;
    private AccountId account;
    private String plan;
    private Instant soonest;

    @BeforeEach
    void settle() {
        tenant = tenants.newOwner();
        account = tenant.account().id();
        plan = "p" + COUNT.incrementAndGet();
        soonest = properties.soonest(clock.instant());
    }

    @Test
    void thePlansThatComeWithTheProductAreThereAsTheNodesKnowThem() {
        for (ProductPlans.Offer offer : ProductPlans.all()) {
            assertThat(plans.find(offer.plan().id())).contains(offer.plan());
            assertThat(books.find(offer.book().id()).map(DatedBook::book)).contains(offer.book());
        }
        assertThat(known.bookOf(account, clock.instant())).isEqualTo(ProductPlans.PAYG_2026_01);
        String first = get("/accounts/" + account + "/plans").get("items").get(0).toString();
        assertThat(first).contains("\"plan\":\"payg\"", "\"madeBy\":\"billing\"");
    }

    @Test
    void aBookIsWrittenPublishedAndHoldsFromItsHourOn() {
        JsonNode made = newPlanWithDraft("9.50");
        assertThat(made.get("state").asString()).isEqualTo("draft");
        assertThat(made.has("effectiveFrom")).isFalse();

        JsonNode changed = ok(ask("PUT", "/price-books/" + plan, book("8.50", "0.3")));
        assertThat(changed.get("fee").asString()).isEqualTo("8.5");
        JsonNode published = ok(ask("POST", "/price-books/" + plan + "/publish", "{}"));
        assertThat(published.get("state").asString()).isEqualTo("scheduled");
        assertThat(published.get("effectiveFrom").asString()).isEqualTo(soonest.toString());

        for (String wrong : List.of("PUT", "DELETE")) {
            refused(ask(wrong, "/price-books/" + plan, book("1", "1")), 409, "does not change");
        }
        JsonNode assigned = ok(assign("{\"plan\":\"%s\",\"reason\":\"asked\"}".formatted(plan)));
        assertThat(assigned.get("from").asString()).isEqualTo(soonest.toString());

        feed.resync();
        JsonNode own = ok(new Asked(port).ask("GET", "/api/v1/plan", tenant.token(), ""));
        assertThat(own.get("plan").asString()).isEqualTo("payg");
        assertThat(own.get("next").get("plan").asString()).isEqualTo(plan);
        assertThat(known.of(account, soonest.minusNanos(1)).terms().id()).isEqualTo("payg");
        assertThat(known.of(account, soonest).terms().id()).isEqualTo(plan);
        BillingPeriod month = BillingPeriod.at(soonest, properties.zone());
        assertThat(history.segments(account, month).getLast().book().id()).isEqualTo(plan);
    }

    @Test
    void whatOneNodeIsToldOfAnotherRatesByInTime() {
        Plans other = NodePlans.fresh();
        PlanFeed otherFeed =
                new PlanFeed(plans, books, assignments, changes, other, properties, transactions);
        otherFeed.afterPropertiesSet();
        CallUsage four = new CallUsage(4, 0, 0, 0);
        newPlanWithDraft("10");

        ok(ask("POST", "/price-books/" + plan + "/publish", "{}"));
        ok(assign("{\"plan\":\"%s\",\"reason\":\"asked\"}".formatted(plan)));
        assertThat(other.price(account, soonest, four).priceBook()).isNotEqualTo(plan);
        assertThat(clock.instant().plus(properties.resyncEvery().multipliedBy(2)))
                .isBefore(soonest);
        otherFeed.resync();
        feed.resync();

        assertThat(other.price(account, soonest, four))
                .isEqualTo(known.price(account, soonest, four))
                .isEqualTo(new CallPrice(usd("2.0"), plan));
        Instant before = soonest.minusNanos(1);
        assertThat(other.price(account, before, four))
                .isEqualTo(known.price(account, before, four))
                .extracting(CallPrice::priceBook)
                .isNotEqualTo(plan);
    }

    @Test
    void booksOfOnePlanDoNotOverlap() {
        newPlanWithDraft("1");
        Instant later = soonest.plus(Duration.ofHours(5));
        ok(ask("POST", "/price-books/" + plan + "/publish", from(later)));
        String second = plan + "-b";
        ok(ask("POST", "/price-books", draft(second, plan, "2")));

        for (Instant at : List.of(soonest, later)) {
            refused(
                    ask("POST", "/price-books/" + second + "/publish", from(at)),
                    409,
                    "it would overlap with price book " + plan);
        }
        ok(ask("POST", "/price-books/" + plan + "/withdraw", ""));
        ok(ask("POST", "/price-books/" + second + "/publish", from(soonest)));
        ok(ask("POST", "/price-books/" + plan + "/publish", from(later)));
    }

    @Test
    void aPlanSaysHowLongWhatItsCallsLeaveIsKept() {
        String wish =
                "{\"id\":\"%s\",\"name\":\"X\",\"currency\":\"EUR\",\"retention\":%s}"
                        .formatted(plan, "{\"callDays\":5,\"contentDays\":2}");

        JsonNode made = ok(ask("POST", "/plans", wish));

        assertThat(made.get("retention").toString())
                .isEqualTo("{\"callDays\":5,\"contentDays\":2}");
        assertThat(ok(ask("GET", "/plans/" + plan, ""))).isEqualTo(made);
        JsonNode own =
                ok(new Asked(port).ask("GET", "/api/v1/account/retention", tenant.token(), ""));
        assertThat(own.toString()).isEqualTo("{\"callDays\":30,\"logDays\":30,\"contentDays\":3}");
    }

    @Test
    void howLongAPlanKeepsThingsIsChangedLaterWithARecordOfIt() {
        ok(
                ask(
                        "POST",
                        "/plans",
                        "{\"id\":\"%s\",\"name\":\"X\",\"currency\":\"EUR\"}".formatted(plan)));
        String path = "/plans/" + plan + "/retention";

        JsonNode changed = ok(ask("PUT", path, "{\"callDays\":9}"));

        assertThat(changed.get("retention").toString()).isEqualTo("{\"callDays\":9}");
        assertThat(ok(ask("GET", "/plans/" + plan, ""))).isEqualTo(changed);
        refused(ask("PUT", path, "{\"logDays\":0}"), 400, "retention.logDays must be between 1");
        refused(ask("PUT", "/plans/none/retention", "{}"), 404, "no such plan");
        HttpResponse<String> audit =
                new Asked(port).ask("GET", "/api/v1/audit", tenants.operator().token(), "");
        assertThat(audit.body())
                .contains("plan.retention-changed", "calls 9, logs any, contents any");
    }

    @Test
    void whatHoldsIsNotWithdrawn() {
        refused(
                ask("POST", "/price-books/payg-2026-01/withdraw", ""),
                409,
                "price book payg-2026-01 is in force");
        refused(ask("PUT", "/price-books/payg-2026-01", book("1", "1")), 409, "does not change");
        assertThat(books.find("payg-2026-01").map(DatedBook::book))
                .contains(ProductPlans.PAYG_2026_01);
    }

    @Test
    void theOnlyPricesOfAPlanThatAccountsAreToBeOnStay() {
        newPlanWithDraft("1");
        ok(ask("POST", "/price-books/" + plan + "/publish", "{}"));
        ok(assign("{\"plan\":\"%s\",\"reason\":\"asked\"}".formatted(plan)));

        refused(ask("POST", "/price-books/" + plan + "/withdraw", ""), 409, "the only prices");
        assertThat(ask("DELETE", "/accounts/" + account + "/plans/" + soonest, "").statusCode())
                .isEqualTo(204);
        ok(ask("POST", "/price-books/" + plan + "/withdraw", ""));
        assertThat(ask("DELETE", "/price-books/" + plan, "").statusCode()).isEqualTo(204);
        refused(ask("GET", "/price-books/" + plan, ""), 404, "there is no such price book");
    }

    @Test
    void aPlanWithoutPricesIsNobodys() {
        newPlanWithDraft("1");

        refused(
                assign("{\"plan\":\"%s\",\"reason\":\"asked\"}".formatted(plan)),
                409,
                "has no prices at");
    }

    @Test
    void anotherCurrencyBeginsWithAMonth() {
        ok(
                ask(
                        "POST",
                        "/plans",
                        "{\"id\":\"%s\",\"name\":\"Yen\",\"currency\":\"JPY\"}".formatted(plan)));
        ok(ask("POST", "/price-books", draft(plan, plan, "100")));
        Instant month = BillingPeriod.at(soonest, properties.zone()).to();
        ok(ask("POST", "/price-books/" + plan + "/publish", from(month)));

        String later = month.plus(Duration.ofHours(1)).toString();
        refused(
                assign("{\"plan\":\"%s\",\"from\":\"%s\",\"reason\":\"x\"}".formatted(plan, later)),
                409,
                "is in another currency, so it begins with a month");
        ok(assign("{\"plan\":\"%s\",\"from\":\"%s\",\"reason\":\"x\"}".formatted(plan, month)));
    }

    @Test
    void bothAccountsReadOfAnAssignmentInTheirAuditLogs() {
        ok(assign("{\"plan\":\"team\",\"reason\":\"they asked for it\"}"));

        for (String token : List.of(tenant.token(), tenants.operator().token())) {
            assertThat(new Asked(port).ask("GET", "/api/v1/audit?limit=1", token, "").body())
                    .contains("plan.assigned", "account:" + account, "they asked for it");
        }
        refused(assign("{\"plan\":\"team\",\"reason\":\"again\"}"), 409, "changes at");
    }

    @Test
    void aClosedAccountHasNoFeeFromTheNextHourOn() {
        ok(ask("POST", "/accounts/" + account + "/close", ""));

        List<PlanHistory.Stretch> next =
                history.segments(
                        account,
                        BillingPeriod.at(soonest.plus(Duration.ofHours(2)), properties.zone()));
        assertThat(next.getLast().fee()).isFalse();
        refused(assign("{\"plan\":\"team\",\"reason\":\"x\"}"), 409, "the account is closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/plans | {} | id must have 1 to 40 small letters",
                "/plans | {\"id\":\"<b>\"} | was: <b>",
                "/plans | {\"id\":\"x\"} | name is missing",
                "/plans | {\"id\":\"x\",\"name\":\"a\\u202eb\"} | printable characters only, was:"
                        + " a?b",
                "/plans | {\"id\":\"x\",\"name\":\"X\"} | a currency of ISO 4217 such as EUR, was:"
                        + " ",
                "/plans | {\"id\":\"x\",\"name\":\"X\",\"currency\":\"EURO\"} | was: EURO",
                "/plans | {\"id\":\"x\",\"name\":\"X\",\"currency\":\"XXX\"} | was: XXX",
                "/plans | {\"id\":\"x\",\"name\":\"X\",\"currency\":\"EUR\",\"hardCap\":\"-1\"} |"
                        + " must not be negative, was: -1 EUR",
                "/plans | {\"id\":\"x\",\"name\":\"X\",\"currency\":\"EUR\",\"hardCap\":\"0.001\"}"
                        + " | at most 2 digits behind the point",
                "/plans |"
                    + " {\"id\":\"x\",\"name\":\"X\",\"currency\":\"EUR\",\"retention\":{\"logDays\":0}}"
                    + " | retention.logDays must be between 1 and 3650 days, was: 0",
                "/price-books | {\"id\":\"x\",\"plan\":\"payg\"} | prices must say what each meter"
                        + " costs",
                "/price-books | {\"id\":\"x\",\"plan\":\"payg\",\"prices\":[null]} | a price in"
                        + " prices is null",
                "/price-books | {\"id\":\"x\",\"plan\":\"payg\",\"prices\":[{\"meter\":\"calls\"}]}"
                        + " | no meter by that name: calls",
                "/price-books |"
                    + " {\"id\":\"x\",\"plan\":\"payg\",\"prices\":[{\"meter\":\"requests\",\"kind\":\"flat\",\"amount\":\"-1\"}]}"
                    + " | must not be negative, was: -1",
                "/price-books/team-2026-01/publish | {\"effectiveFrom\":\"soon\"} | does not"
                        + " change",
            })
    void whatCannotBeIsRefusedByValue(String path, String body, String why) {
        HttpResponse<String> refused = ask("POST", path, body);

        assertThat(refused.statusCode()).as(refused.body()).isBetween(400, 409);
        assertThat(json(refused).path("detail").asString()).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"plan\":\"team\"} | 400 | reason is missing",
                "{\"plan\":\"gold\",\"reason\":\"x\"} | 404 | there is no such plan",
                "{\"plan\":\"team\",\"reason\":\"x\",\"from\":\"2026-11-01T00:30:00Z\"} | 400 |"
                        + " from must be a whole hour of UTC",
                "{\"plan\":\"team\",\"reason\":\"x\",\"from\":\"2001-01-01T00:00:00Z\"} | 400 | at"
                        + " the soonest, was: 2001-01-01T00:00:00Z",
                "{\"plan\":\"team\",\"reason\":\"x\",\"from\":\"tomorrow\"} | 400 | from must be an"
                        + " instant such as",
            })
    void anAssignmentThatCannotBeIsRefused(String body, int status, String why) {
        refused(assign(body), status, why);
    }

    @Test
    void aNameOf10000CharactersIsRefused() {
        refused(
                ask(
                        "POST",
                        "/plans",
                        "{\"id\":\"x\",\"currency\":\"EUR\",\"name\":\"%s\"}"
                                .formatted("n".repeat(10_000))),
                400,
                "name must have at most 100 characters, had 10000");
    }

    private static Money usd(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("USD"));
    }

    private JsonNode newPlanWithDraft(String fee) {
        ok(
                ask(
                        "POST",
                        "/plans",
                        "{\"id\":\"%s\",\"name\":\"P\",\"currency\":\"USD\"}".formatted(plan)));
        return ok(ask("POST", "/price-books", draft(plan, plan, fee)));
    }

    private static String draft(String id, String plan, String fee) {
        return book(fee, "0.5")
                .replaceFirst("\\{", "{\"id\":\"%s\",\"plan\":\"%s\",".formatted(id, plan));
    }

    private static String book(String fee, String price) {
        StringBuilder prices = new StringBuilder();
        for (Meter meter : Meter.values()) {
            prices.append(prices.isEmpty() ? "" : ",")
                    .append(
                            "{\"meter\":\"%s\",\"kind\":\"per-unit\",\"amount\":\"%s\"}"
                                    .formatted(meter.wireName(), price));
        }
        return "{\"fee\":\"%s\",\"prices\":[%s]}".formatted(fee, prices);
    }

    private static String from(Instant from) {
        return "{\"effectiveFrom\":\"%s\"}".formatted(from);
    }

    private HttpResponse<String> assign(String body) {
        return ask("POST", "/accounts/" + account + "/plans", body);
    }

    private JsonNode get(String path) {
        return ok(ask("GET", path, ""));
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port)
                .ask(method, "/api/v1/admin" + path, tenants.operator().token(), body);
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return json(answer);
    }

    private static void refused(HttpResponse<String> answer, int status, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("detail").asString()).contains(why);
    }
}
