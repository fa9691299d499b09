package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.telemetry.Http;
import dev.meterlark.telemetry.LedgerSliceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

@LedgerSliceTest
class UsageRoutesTests {

    private static final Instant DAY_ONE = Instant.parse("2026-10-30T23:59:59.999999Z");
    private static final Instant DAY_TWO = Instant.parse("2026-10-31T00:00:00Z");
    private static final String RANGE = "from=2026-10-30&to=2026-11-01";

    @Autowired private List<RecordSink> sinks;
    @LocalServerPort private int port;

    private final SampleRecords samples = new SampleRecords(UUID.randomUUID().hashCode());
    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    @Test
    void usageIsSummedByFunctionAndDayWithItsExactPrice() {
        var one = samples.succeeded(account, function, DAY_ONE);
        var two = samples.failed(account, function, DAY_TWO, ErrorCode.FUNCTION_TIMEOUT);
        var three = samples.failed(account, function, DAY_TWO, ErrorCode.PLATFORM_ERROR);
        sinks.forEach(s -> s.accept(List.of(one, two, three)));

        var usage = json("/api/v1/usage?groupBy=function,day&" + RANGE);

        assertThat(usage.get("from").asString()).isEqualTo("2026-10-30T00:00:00Z");
        assertThat(usage.get("to").asString()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(usage.get("currency").asString()).isEqualTo("USD");
        var items = usage.get("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("day").asString()).isEqualTo("2026-10-30");
        assertThat(items.get(0).get("price").asString()).isEqualTo(one.price().plainAmount());
        assertThat(items.get(1).get("day").asString()).isEqualTo("2026-10-31");
        assertThat(items.get(1).get("function").asString()).isEqualTo(two.functionName());
        assertThat(items.get(1).get("calls").asInt()).isEqualTo(2);
        assertThat(items.get(1).get("billableCalls").asInt()).isEqualTo(1);
        assertThat(items.get(1).get("errors").toString())
                .isEqualTo("{\"caller\":0,\"function\":1,\"platform\":1}");
        assertThat(items.get(1).get("billedMs").asLong()).isEqualTo(two.billedMillis());

        var total = usage.get("total");
        assertThat(total.get("calls").asInt()).isEqualTo(3);
        assertThat(total.get("price").asString())
                .isEqualTo(one.price().plus(two.price()).plainAmount());
        assertThat(new BigDecimal(total.get("gbSeconds").asString()))
                .isEqualByComparingTo(
                        new BigDecimal(
                                        one.billedMillis() * one.memoryMiB()
                                                + two.billedMillis() * two.memoryMiB())
                                .divide(new BigDecimal(1_024_000)));
        assertThat(total.has("function")).isFalse();
    }

    /** Prices of calls are sums of terms, so the price of the sum is the sum of the prices. */
    @Test
    void theTotalIsWhatThePlanAsksForTheTotalOfEachMeter() {
        var rows =
                samples.any(500, account, List.of(function, FunctionId.random()), DAY_ONE, DAY_TWO);
        sinks.forEach(s -> s.accept(rows));

        var total = json("/api/v1/usage?" + RANGE).get("total");

        var requests =
                new BigDecimal("0.0000002")
                        .multiply(new BigDecimal(total.get("billableCalls").asLong()));
        var memory =
                new BigDecimal("0.0000166667")
                        .multiply(new BigDecimal(total.get("gbSeconds").asString()));
        assertThat(new BigDecimal(total.get("price").asString()))
                .isEqualByComparingTo(requests.add(memory));
    }

    @Test
    void nothingUsedCostsNothing() {
        var usage = json("/api/v1/usage");

        assertThat(usage.get("from").asString()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(usage.get("items")).isEmpty();
        assertThat(usage.get("total").get("price").asString()).isEqualTo("0");
        assertThat(usage.get("total").get("gbSeconds").asString()).isEqualTo("0");
    }

    @Test
    void anotherAccountsUsageIsNotCounted() {
        var row = samples.succeeded(account, function, DAY_ONE);
        sinks.forEach(s -> s.accept(List.of(row)));

        var answer = new Http(port, AccountId.random()).get("/api/v1/usage?" + RANGE);

        assertThat(answer.body()).contains("\"items\":[]").contains("\"calls\":0");
    }

    @Test
    void whatUsageCannotBeGroupedByIsRefused() {
        for (String wrong : List.of("function,", "Function", "tag:", "tag:a,tag:b")) {
            var answer = http().get("/api/v1/usage?groupBy=" + wrong);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("groupBy takes function, day, hour, version");
        }
    }

    @Test
    void aDateThatIsNoneIsRefusedWithItsValue() {
        var answer = http().get("/api/v1/usage?from=2026-13-01");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("was: 2026-13-01");
    }

    @Test
    void thePlanShowsItsPrices() {
        var plan = json("/api/v1/plan");

        assertThat(plan.get("plan").asString()).isEqualTo("payg");
        assertThat(plan.get("name").asString()).isEqualTo("Pay as you go");
        assertThat(plan.get("priceBook").asString()).isEqualTo("payg-2026-01");
        assertThat(plan.get("currency").asString()).isEqualTo("USD");
        assertThat(plan.get("fee").asString()).isEqualTo("0");
        assertThat(plan.has("hardCap")).isFalse();
        assertThat(plan.get("retention").toString())
                .isEqualTo("{\"callDays\":30,\"logDays\":30,\"contentDays\":3}");
        assertThat(plan.get("prices")).hasSize(8);
        assertThat(plan.get("prices").get(0).toString())
                .isEqualTo(
                        """
                        {"meter":"requests","unit":"request","kind":"per-unit","amount":"0.20",\
                        "per":"1000000","included":"1000000"}\
                        """);
        assertThat(plan.get("prices").get(1).toString())
                .isEqualTo(
                        """
                        {"meter":"gb-seconds","unit":"GB-second","kind":"per-unit",\
                        "amount":"0.0000166667","per":"1","included":"400000"}\
                        """);
    }

    private Http http() {
        return new Http(port, account);
    }

    private JsonNode json(String path) {
        var answer = http().get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Objects.requireNonNull(JsonMapper.shared().readTree(answer.body()));
    }
}
