package dev.meterlark.billing.preview;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.rating.Meter;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a draft would have made of last month's calls. */
@MeterlarkTest
class PreviewTests {

    private static final String BOOK = "ten-a-call";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired List<RecordSink> sinks;
    @Autowired JdbcClient jdbc;
    @Autowired BillingProperties properties;
    @Autowired InstantSource clock;

    private Tenants.Tenant owner;
    private AccountId account;
    private BillingPeriod last;

    /** Ten dollars a call and five a month, and nothing else. */
    @BeforeEach
    void settle() {
        owner = tenants.newOwner();
        account = owner.account().id();
        YearMonth month = BillingPeriod.at(clock.instant(), properties.zone()).month();
        last = BillingPeriod.of(month.minusMonths(1), properties.zone());
        String prices =
                Arrays.stream(Meter.values())
                        .map(
                                meter ->
                                        "{\"meter\":\"%s\",\"kind\":\"per-unit\",\"amount\":\"%d\"}"
                                                .formatted(
                                                        meter.wireName(),
                                                        meter == Meter.REQUESTS ? 10 : 0))
                        .collect(Collectors.joining(","));
        ask(
                "POST",
                "",
                "{\"id\":\"%s\",\"plan\":\"payg\",\"fee\":\"5\",\"prices\":[%s]}"
                        .formatted(BOOK, prices));
    }

    @Test
    void everyAccountOfTheMonthIsShownWithWhatItWasAndWouldBe() {
        jdbc.sql("update account set created_at = ? where id = ?")
                .param(Columns.instant(last.from()))
                .param(account.value())
                .update();
        adjust(owner);
        SampleRecords samples = new SampleRecords(7);
        FunctionId function = FunctionId.random();
        sinks.forEach(
                sink ->
                        sink.accept(
                                List.of(
                                        samples.succeeded(account, function, last.from()),
                                        samples.succeeded(
                                                account,
                                                function,
                                                last.to().minus(Duration.ofNanos(1000))),
                                        samples.succeeded(account, function, last.to()))));

        JsonNode item = itemOf(account);

        assertThat(item.get("asItWas"))
                .isEqualTo(cost("net", "0", "discounts", "0", "gross", "0", "payable", "0"));
        assertThat(item.get("asItWouldBe"))
                .isEqualTo(cost("net", "20", "discounts", "5", "gross", "20", "payable", "12.5"));
        assertThat(item.get("difference").asString()).isEqualTo("20");
    }

    /** A fifth off from last month on, though an invoice took of it, and a credit of 7.50. */
    private void adjust(Tenants.Tenant owner) {
        String operator = tenants.operator().token();
        Asked asked = new Asked(port);
        asked.ask(
                "POST",
                "/api/v1/admin/coupons",
                operator,
                "{\"code\":\"PREVIEW-20\",\"name\":\"A fifth\",\"percent\":\"20\"}");
        asked.ask("POST", "/api/v1/coupons", owner.token(), "{\"code\":\"PREVIEW-20\"}");
        asked.ask(
                "POST",
                "/api/v1/admin/accounts/" + account + "/credits",
                operator,
                "{\"description\":\"Hello\",\"amount\":\"7.50\",\"currency\":\"USD\",\"reason\":\"New\"}");
        jdbc.sql("update coupon_use set first_month = ? where account_id = ?")
                .param(last.month().toString())
                .param(account.value())
                .update();
    }

    private static JsonNode cost(String... amounts) {
        ObjectNode cost = JsonMapper.shared().createObjectNode();
        cost.put("currency", "USD").put("tax", "0");
        for (int i = 0; i < amounts.length; i += 2) {
            cost.put(amounts[i], amounts[i + 1]);
        }
        BigDecimal credited =
                new BigDecimal(cost.path("gross").asString())
                        .subtract(new BigDecimal(cost.path("payable").asString()));
        return cost.put("credited", credited.toPlainString());
    }

    @Test
    void anAccountThatWasNotThereIsNotShown() {
        assertThat(itemOf(account).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2999-01", "1999-12", "October", "2026-13"})
    void onlyAMonthThatIsOverCanBeLookedAt(String month) {
        HttpResponse<String> refused = ask("GET", "/" + BOOK + "/preview?month=" + month, "");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString())
                .contains("month must be one that is over", "was: " + month);
    }

    @Test
    void aBookThatIsNotThereIs404() {
        assertThat(ask("GET", "/nothing/preview", "").statusCode()).isEqualTo(404);
    }

    private JsonNode itemOf(AccountId wanted) {
        String cursor = "";
        while (true) {
            JsonNode page =
                    json(ask("GET", "/" + BOOK + "/preview?limit=100&cursor=" + cursor, ""));
            for (JsonNode item : page.get("items")) {
                if (item.get("account").asString().equals(wanted.toString())) {
                    return item;
                }
            }
            if (page.get("nextCursor").isNull()) {
                return page.path("missing");
            }
            cursor = page.get("nextCursor").asString();
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port)
                .ask(method, "/api/v1/admin/price-books" + path, tenants.operator().token(), body);
    }
}
