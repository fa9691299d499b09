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

    private AccountId account;
    private BillingPeriod last;

    /** Ten dollars a call and five a month, and nothing else. */
    @BeforeEach
    void settle() {
        account = tenants.newOwner().account().id();
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

        assertThat(item.get("asItWas").toString())
                .isEqualTo("{\"amount\":\"0\",\"currency\":\"USD\"}");
        assertThat(item.get("asItWouldBe").get("amount").asString()).isEqualTo("25");
        assertThat(item.get("difference").asString()).isEqualTo("25");
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
