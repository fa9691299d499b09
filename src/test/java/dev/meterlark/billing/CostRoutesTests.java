package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.InvocationRecord;
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
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** What people and programs learn of costs, over HTTP; what is expected is added up by hand. */
@LedgerSliceTest
class CostRoutesTests {

    private static final Instant DAY_ONE = Instant.parse("2026-10-30T00:00:00Z");
    private static final Instant DAY_TWO = Instant.parse("2026-10-31T00:00:00Z");
    private static final String RANGE = "from=2026-10-30&to=2026-11-01";

    @Autowired private List<RecordSink> sinks;
    @LocalServerPort private int port;

    private final long seed = new Random().nextLong();
    private final SampleRecords samples = new SampleRecords(seed);
    private final AccountId account = AccountId.random();
    private final FunctionId one = FunctionId.random();
    private final FunctionId other = FunctionId.random();

    @Test
    void fromTheExportOfAttemptsTheOneOfMetersCanBeComputedAgain() {
        ledger(samples.any(2_300, account, List.of(one, other), DAY_ONE, DAY_TWO));

        Map<String, BigInteger> computed = new TreeMap<>();
        for (Map<String, String> row : csv("/api/v1/usage/export?" + RANGE)) {
            if ("true".equals(row.get("billable"))) {
                BigInteger memory = number(row, "billedMs").multiply(number(row, "memoryMb"));
                add(computed, row, "requests", BigInteger.ONE);
                add(computed, row, "memory", memory);
                add(computed, row, "cpu", number(row, "cpuMicros"));
                add(computed, row, "egress", number(row, "egressBytes"));
            }
        }

        Map<String, BigInteger> said = new TreeMap<>();
        for (Map<String, String> row : csv("/api/v1/usage/export?of=meters&" + RANGE)) {
            String key =
                    "%s %s %s".formatted(row.get("hour"), row.get("functionId"), row.get("meter"));
            said.put(key, number(row, "amount"));
        }
        assertThat(said).as("seed " + seed).isEqualTo(computed).hasSizeGreaterThan(100);
    }

    @Test
    void everyAttemptIsExportedOnceInEitherFormat() {
        List<InvocationRecord> all =
                samples.any(1_200, account, List.of(one, other), DAY_ONE, DAY_TWO);
        ledger(all);

        List<Map<String, String>> rows = csv("/api/v1/usage/export?" + RANGE);
        List<JsonNode> objects =
                get("/api/v1/usage/export?format=jsonl&" + RANGE)
                        .lines()
                        .map(line -> Objects.requireNonNull(JsonMapper.shared().readTree(line)))
                        .toList();

        assertThat(rows.stream().map(row -> row.get("invocation")))
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(each -> each.invocation().toString()).toList())
                .isEqualTo(objects.stream().map(o -> o.path("invocation").asString()).toList());
        assertThat(objects.getFirst().path("memoryMb").isInt()).isTrue();
        assertThat(csv("/api/v1/usage/export?from=2026-10-01&to=2026-10-02")).isEmpty();
    }

    @Test
    void anotherAccountsAttemptsAreNotExported() {
        ledger(samples.any(3, account, List.of(one), DAY_ONE, DAY_TWO));

        var answer = new Http(port, AccountId.random()).get("/api/v1/usage/export?" + RANGE);

        assertThat(answer.body().lines()).hasSize(1);
    }

    @Test
    void usageIsSplitByTriggersVersionsAndOutcomesInPages() {
        ledger(samples.any(300, account, List.of(one, other), DAY_ONE, DAY_TWO));
        String path = "/api/v1/usage?groupBy=function,version,trigger,outcome,cold&" + RANGE;
        JsonNode whole = json(path);

        JsonNode first = json(path + "&limit=3");
        JsonNode rest = json(path + "&cursor=" + first.path("nextCursor").asString());

        assertThat(whole.path("items").size()).isGreaterThan(10);
        assertThat(first.path("items")).hasSize(3);
        assertThat(rest.path("items")).hasSize(whole.path("items").size() - 3);
        assertThat(rest.has("nextCursor")).isFalse();
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode item : whole.path("items")) {
            assertThat(item.path("outcome").asString())
                    .isIn("succeeded", "caller", "function", "platform");
            sum = sum.add(new BigDecimal(item.path("price").asString()));
        }
        assertThat(sum).isEqualByComparingTo(new BigDecimal(whole.at("/total/price").asString()));
    }

    @Test
    void whatChangedMostComesFirst() {
        InvocationRecord before = samples.succeeded(account, one, DAY_ONE);
        InvocationRecord now = samples.succeeded(account, other, DAY_TWO);
        ledger(List.of(before, now));

        JsonNode movers = json("/api/v1/usage/movers?from=2026-10-31&to=2026-11-01");

        assertThat(movers.at("/before/from").asString()).isEqualTo("2026-10-30T00:00:00Z");
        JsonNode rose = itemOf(movers, other);
        JsonNode fell = itemOf(movers, one);
        assertThat(rose.path("change").asString()).isEqualTo(now.price().plainAmount());
        assertThat(fell.path("change").asString()).isEqualTo("-" + before.price().plainAmount());
        assertThat(fell.path("callsBefore").asInt()).isEqualTo(1);
        assertThat(amount(movers.at("/items/0/change")).abs())
                .isGreaterThanOrEqualTo(amount(movers.at("/items/1/change")).abs());
    }

    @Test
    void failuresCostWhatThoseOfThemCostThatAreBilled() {
        InvocationRecord paid = samples.failed(account, one, DAY_ONE, ErrorCode.FUNCTION_ERROR);
        InvocationRecord free = samples.failed(account, one, DAY_ONE, ErrorCode.PLATFORM_ERROR);
        ledger(List.of(paid, free, samples.succeeded(account, one, DAY_ONE)));

        JsonNode items = json("/api/v1/usage/failures?" + RANGE).path("items");

        assertThat(items).hasSize(2);
        assertThat(items.get(0).path("outcome").asString()).isEqualTo("function");
        assertThat(items.get(0).path("price").asString()).isEqualTo(paid.price().plainAmount());
        assertThat(items.get(1).path("outcome").asString()).isEqualTo("platform");
        assertThat(items.get(1).path("price").asString()).isEqualTo("0");
    }

    @Test
    void ofAColdCallTheLoadingHasItsShare() {
        List<InvocationRecord> all = samples.any(200, account, List.of(one), DAY_ONE, DAY_TWO);
        ledger(all);

        JsonNode item = json("/api/v1/usage/cold-starts?" + RANGE).at("/items/0");

        BigDecimal loading = BigDecimal.ZERO;
        int calls = 0;
        for (InvocationRecord each : all) {
            if (each.cold()) {
                calls++;
                long mibMicros = each.billable() ? each.initMicros() * each.memoryMiB() : 0;
                loading =
                        loading.add(
                                new BigDecimal(mibMicros)
                                        .divide(new BigDecimal(1_024_000_000L))
                                        .multiply(new BigDecimal("0.0000166667")));
            }
        }
        assertThat(item.path("calls").asInt()).as("seed " + seed).isEqualTo(calls);
        assertThat(amount(item.path("initPrice")))
                .as("seed " + seed)
                .isEqualByComparingTo(loading.setScale(24, RoundingMode.HALF_UP));
    }

    @Test
    void oneCallSaysWhatEachMeterCost() {
        InvocationRecord call = samples.succeeded(account, one, DAY_ONE);
        ledger(List.of(call));

        JsonNode answer = json("/api/v1/usage/calls/" + call.invocation());

        JsonNode parts = answer.at("/attempts/0/parts");
        assertThat(parts.valueStream().map(part -> part.path("meter").asString()))
                .containsExactly("requests", "gb-seconds", "cpu-seconds", "egress-gb");
        assertThat(parts.get(0).path("price").asString()).isEqualTo("0.0000002");
        assertThat(amount(parts.get(1).path("quantity")))
                .isEqualByComparingTo(
                        new BigDecimal(call.billedMillis() * call.memoryMiB())
                                .divide(new BigDecimal(1_024_000))
                                .setScale(12, RoundingMode.HALF_UP));
        assertThat(detailOf404(AccountId.random(), call.invocation().toString()))
                .isEqualTo(detailOf404(account, "nonsense"));
    }

    @Test
    void usageIsSplitByOneTagOrByAll() {
        List<InvocationRecord> all = samples.any(100, account, List.of(one), DAY_ONE, DAY_TWO);
        ledger(all);

        JsonNode byTeam = json("/api/v1/usage?groupBy=tag:team&" + RANGE).path("items");
        JsonNode byAll = json("/api/v1/usage?groupBy=tag&" + RANGE).path("items");

        long without = all.stream().filter(each -> each.tags() == null).count();
        assertThat(callsOf(byTeam, "{}")).as("seed " + seed).isEqualTo(without);
        assertThat(callsOf(byTeam, "{\"team\":\"shop\"}")).isEqualTo(all.size() - without);
        assertThat(byAll.size()).isBetween(2, 4);
    }

    private static long callsOf(JsonNode items, String tags) {
        return items.valueStream()
                .filter(item -> item.path("tags").toString().equals(tags))
                .mapToLong(item -> item.path("calls").asLong())
                .sum();
    }

    private String detailOf404(AccountId as, String call) {
        var answer = http(as).get("/api/v1/usage/calls/" + call);
        assertThat(answer.statusCode()).isEqualTo(404);
        return JsonMapper.shared().readTree(answer.body()).path("detail").asString();
    }

    private static JsonNode itemOf(JsonNode answer, FunctionId function) {
        return answer.path("items")
                .valueStream()
                .filter(item -> item.path("functionId").asString().equals(function.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal amount(JsonNode text) {
        return new BigDecimal(text.asString());
    }

    private void ledger(List<InvocationRecord> records) {
        sinks.forEach(sink -> sink.accept(records));
    }

    private static void add(
            Map<String, BigInteger> sums, Map<String, String> row, String meter, BigInteger more) {
        String hour = Objects.requireNonNull(row.get("startedAt")).substring(0, 13) + ":00:00Z";
        String key = "%s %s %s".formatted(hour, row.get("functionId"), meter);
        if (more.signum() != 0) {
            sums.merge(key, more, BigInteger::add);
        }
    }

    private static BigInteger number(Map<String, String> row, String column) {
        return new BigInteger(Objects.requireNonNull(row.get(column)));
    }

    /** Good for what has no commas in its texts; tags, which have some, come last. */
    private List<Map<String, String>> csv(String path) {
        List<String> lines = get(path).lines().toList();
        String[] names = lines.getFirst().split(",");
        return lines.subList(1, lines.size()).stream().map(line -> row(names, line)).toList();
    }

    private static Map<String, String> row(String[] names, String line) {
        String[] values = line.split(",", names.length);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            row.put(names[i], values[i]);
        }
        return row;
    }

    private String get(String path) {
        var answer = http(account).get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private Http http(AccountId as) {
        return new Http(port, as);
    }

    private JsonNode json(String path) {
        return Objects.requireNonNull(JsonMapper.shared().readTree(get(path)));
    }
}
