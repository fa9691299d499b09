package dev.meterlark.billing.plan;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.ProductPlans;
import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.Discount;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Rating;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Coupons and credits over REST, and what invoices make of them. */
@MeterlarkTest
class AdjustingTests {

    private static final Currency USD = Currency.getInstance("USD");
    private static final AtomicInteger COUNT = new AtomicInteger();

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Adjusting adjusting;
    @Autowired Credits credits;
    @Autowired TransactionTemplate transaction;
    @Autowired BillingProperties properties;
    @Autowired InstantSource clock;

    private Tenants.Tenant tenant;
    private AccountId account;
    private BillingPeriod month;
    private String code;

    @BeforeEach
    void settle() {
        tenant = tenants.newOwner();
        account = tenant.account().id();
        month = BillingPeriod.at(clock.instant(), properties.zone());
        code = "COUPON-" + COUNT.incrementAndGet();
    }

    @Test
    void aCouponTakesItsPercentOffTheMonthsThatItIsFor() {
        ok(admin("POST", "/coupons", coupon("\"percent\":\"25\",\"months\":2")));
        JsonNode used = ok(redeem(tenant));
        assertThat(used.get("firstMonth").asString()).isEqualTo(month.month().toString());
        assertThat(used.get("lastMonth").asString())
                .isEqualTo(month.month().plusMonths(1).toString());
        assertThat(ask("GET", "/coupons", "").get("items")).hasSize(1);

        List<Discount> discounts = now().discounts();
        assertThat(discounts).hasSize(1);
        assertThat(rated().net()).isEqualTo(usd("18.75"));
        assertThat(adjustments(month.month().plusMonths(2)).discounts()).isEmpty();
    }

    @Test
    void anAmountIsTakenOffAMonthOnceAndIsThereAgainWhenTheInvoiceBecomesVoid() {
        ok(admin("POST", "/coupons", coupon("\"amount\":\"10\",\"currency\":\"USD\"")));
        ok(redeem(tenant));

        Rated first = rated();
        assertThat(first.net()).isEqualTo(usd("15.00"));
        take("INV-1", first);
        assertThat(rated().net()).isEqualTo(usd("25.00"));

        giveBack("INV-1");
        giveBack("INV-1");
        assertThat(rated().net()).isEqualTo(usd("15.00"));
        assertThat(adjustments(month.month().plusMonths(1)).discounts()).hasSize(1);
    }

    @Test
    void aCouponIsUsedByNoMoreAccountsThanItMay() throws Exception {
        ok(admin("POST", "/coupons", coupon("\"percent\":\"5\",\"maxUses\":2")));
        List<Tenants.Tenant> many =
                List.of(tenants.newOwner(), tenants.newOwner(), tenants.newOwner(), tenant);
        CountDownLatch start = new CountDownLatch(1);
        int used = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers =
                    many.stream()
                            .map(
                                    each ->
                                            threads.submit(
                                                    () -> {
                                                        start.await();
                                                        return redeem(each).statusCode();
                                                    }))
                            .toList();
            start.countDown();
            for (Future<Integer> answer : answers) {
                used += answer.get() == 201 ? 1 : 0;
            }
        }

        assertThat(used).isEqualTo(2);
        refused(redeem(tenants.newOwner()), 409, "coupon %s is used up".formatted(code));
    }

    @Test
    void aCouponThatCannotBeUsedSaysWhy() {
        refused(redeem(tenant), 404, "there is no such coupon");
        ok(admin("POST", "/coupons", coupon("\"amount\":\"10\",\"currency\":\"EUR\"")));
        refused(redeem(tenant), 409, "is for what is paid in EUR, and the account pays in USD");
        refused(admin("POST", "/coupons", coupon("\"percent\":\"1\"")), 409, "already");
        code = code + "-B";
        ok(admin("POST", "/coupons", coupon("\"percent\":\"10\"")));
        ok(redeem(tenant));
        refused(redeem(tenant), 409, "has used coupon");
        ok(admin("POST", "/coupons/" + code + "/withdraw", ""));
        refused(redeem(tenants.newOwner()), 409, "cannot be used any more");
        assertThat(now().discounts()).hasSize(1);
    }

    @Test
    void creditsPayByPriorityThenByWhatExpiresFirst() {
        grant("30", "USD", 200, null);
        grant("10", "USD", null, "2999-01-01T00:00:00Z");
        grant("5", "USD", null, "2998-01-01T00:00:00Z");
        grant("7", "EUR", 1, null);

        Rated rated = rated();

        assertThat(rated.credits())
                .extracting(use -> use.amount().plainAmount())
                .containsExactly("5", "10", "10");
        assertThat(rated.payable()).isEqualTo(usd("0.00"));
        take("INV-2", rated);
        assertThat(remaining()).containsExactly("7 EUR", "0 USD", "0 USD", "20 USD");

        giveBack("INV-2");
        giveBack("INV-2");
        assertThat(remaining()).containsExactly("7 EUR", "5 USD", "10 USD", "30 USD");
    }

    @Test
    void whatACreditHasNoMoreIsNotPaidWithIt() {
        grant("30", "USD", null, null);
        Rated one = rated();
        Rated other = rated();
        take("INV-3", one);

        assertThatThrownBy(() -> take("INV-4", other))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(remaining()).containsExactly("5 USD");
    }

    @Test
    void theOperatorAdjustsACreditWithAReasonAndNotBelowNothing() {
        String id = grant("30", "USD", null, null).get("id").asString();
        String path = "/accounts/" + account + "/credits/" + id + "/adjust";

        assertThat(
                        ok(admin("POST", path, "{\"amount\":\"-12.5\",\"reason\":\"error\"}"))
                                .get("remaining")
                                .asString())
                .isEqualTo("17.5");
        refused(
                admin("POST", path, "{\"amount\":\"-20\",\"reason\":\"x\"}"),
                409,
                "17.5 USD is left");
        refused(admin("POST", path, "{\"amount\":\"1\"}"), 400, "reason is missing");
        refused(
                admin("POST", path, "{\"amount\":\"1.001\",\"reason\":\"x\"}"),
                400,
                "at most 2 digits");
        refused(
                admin(
                        "POST",
                        "/accounts/"
                                + tenants.newOwner().account().id()
                                + "/credits/"
                                + id
                                + "/adjust",
                        "{\"amount\":\"1\",\"reason\":\"x\"}"),
                404,
                "there is no such credit");
        assertThat(new Asked(port).ask("GET", "/api/v1/audit?limit=1", tenant.token(), "").body())
                .contains("credit.adjusted", "-12.5 USD", "error");
    }

    @Test
    void moneyFromOneSourceIsCreditedOnceAndTakenBackAsFarAsItIsThere() {
        for (int i = 0; i < 2; i++) {
            transaction.executeWithoutResult(
                    _ -> credits.grant(account, usd("30.00"), "paid too much", "payment:1"));
        }
        assertThat(remaining()).containsExactly("30 USD");
        take("INV-5", rated());

        Money back =
                Objects.requireNonNull(
                        transaction.execute(
                                _ -> credits.takeBack(account, usd("30.00"), "gone", "payment:1")));

        assertThat(back).isEqualTo(usd("5.00"));
        assertThat(remaining()).containsExactly("0 USD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/coupons | {\"code\":\"<b>\"} | was: <b>",
                "/coupons | {\"code\":\"ABC\"} | either percent or amount",
                "/coupons | {\"code\":\"ABC\",\"percent\":\"1\",\"amount\":\"1\"} | and not both",
                "/coupons | {\"code\":\"ABC\",\"name\":\"x\",\"percent\":\"101\"} | at most 100",
                "/coupons | {\"code\":\"ABC\",\"name\":\"x\",\"percent\":\"-1\"} | more than 0",
                "/coupons | {\"code\":\"ABC\",\"name\":\"x\",\"amount\":\"1\"} | a currency of ISO"
                        + " 4217",
                "/coupons | {\"code\":\"ABC\",\"name\":\"x\",\"percent\":\"1\",\"months\":0} |"
                        + " months must be from 1",
                "/coupons | {\"code\":\"ABC\",\"name\":\"x\",\"percent\":\"1\",\"maxUses\":0} |"
                        + " maxUses must be from 1",
                "/coupons |"
                    + " {\"code\":\"ABC\",\"name\":\"x\",\"percent\":\"1\",\"expiresAt\":\"2001-01-01T00:00:00Z\"}"
                    + " | must lie ahead",
                "CREDITS | {} | reason is missing",
                "CREDITS |"
                    + " {\"reason\":\"x\",\"description\":\"x\",\"amount\":\"-5\",\"currency\":\"USD\"}"
                    + " | must be more than 0",
                "CREDITS |"
                    + " {\"reason\":\"x\",\"description\":\"x\",\"amount\":\"5\",\"currency\":\"Gold\"}"
                    + " | was: Gold",
                "CREDITS |"
                    + " {\"reason\":\"x\",\"description\":\"x\",\"amount\":\"0.5\",\"currency\":\"JPY\"}"
                    + " | at most 0 digits",
                "CREDITS |"
                    + " {\"reason\":\"x\",\"description\":\"x\",\"amount\":\"5\",\"currency\":\"USD\",\"priority\":-1}"
                    + " | from 0 to 1000",
            })
    void whatCannotBeIsRefusedByValue(String path, String body, String why) {
        refused(
                admin("POST", path.replace("CREDITS", "/accounts/" + account + "/credits"), body),
                400,
                why);
    }

    /** A whole month of the team plan, which has a fee of 25.00 and no usage. */
    private Rated rated() {
        Segment team =
                Segment.whole(month, ProductPlans.TEAM_2026_01, Segment.Stage.DUE, List.of());
        return Rating.rate(List.of(team), now());
    }

    private Adjustments now() {
        return adjustments(month.month());
    }

    private Adjustments adjustments(YearMonth of) {
        return Objects.requireNonNull(
                transaction.execute(_ -> adjusting.of(account, List.of(of), USD)));
    }

    private void take(String invoice, Rated rated) {
        transaction.executeWithoutResult(_ -> adjusting.taken(account, invoice, rated));
    }

    private void giveBack(String invoice) {
        transaction.executeWithoutResult(_ -> adjusting.givenBack(account, invoice));
    }

    private List<String> remaining() {
        return ask("GET", "/credits", "")
                .get("items")
                .valueStream()
                .map(
                        each ->
                                each.get("remaining").asString()
                                        + " "
                                        + each.get("currency").asString())
                .toList();
    }

    private JsonNode grant(
            String amount,
            String currency,
            @Nullable Integer priority,
            @Nullable String expiresAt) {
        return ok(
                admin(
                        "POST",
                        "/accounts/" + account + "/credits",
                        "{\"description\":\"Welcome\",\"reason\":\"test\",\"amount\":\"%s\",\"currency\":\"%s\",\"priority\":%s,\"expiresAt\":%s}"
                                .formatted(
                                        amount,
                                        currency,
                                        priority,
                                        expiresAt == null ? null : "\"" + expiresAt + "\"")));
    }

    private String coupon(String terms) {
        return "{\"code\":\"%s\",\"name\":\"Welcome\",%s}".formatted(code, terms);
    }

    private HttpResponse<String> redeem(Tenants.Tenant by) {
        return tenants(
                by,
                "POST",
                "/coupons",
                "{\"code\":\" %s \"}".formatted(code.toLowerCase(Locale.ROOT)));
    }

    private JsonNode ask(String method, String path, String body) {
        return ok(tenants(tenant, method, path, body));
    }

    private HttpResponse<String> tenants(
            Tenants.Tenant by, String method, String path, String body) {
        return new Asked(port).ask(method, "/api/v1" + path, by.token(), body);
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        return tenants(tenants.operator(), method, "/admin" + path, body);
    }

    private static Money usd(String amount) {
        return new Money(new BigDecimal(amount), USD);
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
