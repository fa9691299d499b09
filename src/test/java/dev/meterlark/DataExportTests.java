package dev.meterlark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Tenants.Tenant;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An owner takes all of an account's data away, renames it and closes it. */
@MeterlarkTest
class DataExportTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired StoredThings stored;

    @Test
    void allThatIsKeptOfAnAccountComesAsAZipWithoutSecrets() throws Exception {
        Tenant tenant = tenants.newOwner();
        stored.keep(tenants.caller(tenant));
        function(tenant);

        Map<String, String> files = export(tenant);

        assertThat(files)
                .containsKeys("account.json", "members.json", "triggers.jsonl", "tables.jsonl")
                .containsKeys("invoices.jsonl", "tables/orders.jsonl", "routes.jsonl")
                .containsKeys("pipelines.jsonl", "topics/orders.jsonl", "logs/000001.jsonl");
        assertThat(files.get("README.txt")).contains(tenant.account().slug(), "1073741824 bytes");
        assertThat(files.get("queues/orders.jsonl")).contains("\"body\":\"theirs\"");
        String object =
                JsonMapper.shared()
                        .readTree(files.get("buckets/orders.jsonl"))
                        .path("file")
                        .asString();
        assertThat(object).matches("buckets/orders/[0-9a-f]{16}-orders");
        assertThat(files.get(object)).isEqualTo("theirs");
        assertThat(files.get("functions.jsonl")).contains("\"name\":\"greet\"");
        assertThat(files.get("code/greet")).startsWith("PK");
        assertThat(files.get("events/greet/order")).isEqualTo("{\"id\": 7}");
        assertThat(files.get("api-keys.jsonl"))
                .contains(tenant.key().id())
                .doesNotContain(tenant.key().secret());
        assertThat(files.get("audit.jsonl")).contains("account.exported");
        assertThat(files.get("members.json")).contains(tenant.email());
    }

    @Test
    void nobodysDataIsHeldBackByWhatTheyHaveSpent() throws Exception {
        Tenant tenant = tenants.newOwner();
        stored.keep(tenants.caller(tenant));
        Asked asked = new Asked(port);
        String cap = "{\"cap\": {\"amount\": \"0\", \"currency\": \"USD\"}}";
        assertThat(asked.ask("PUT", "/api/v1/budgets", tenant.token(), cap).statusCode())
                .isEqualTo(200);
        String items = "/api/v1/tables/orders/items";
        await().atMost(Duration.ofSeconds(30))
                .until(() -> asked.ask("GET", items, tenant.token(), "").statusCode() == 402);

        assertThat(export(tenant).get("tables/orders.jsonl")).contains("theirs");
    }

    @Test
    void anAccountIsRenamedAndClosedByItsOwnerWhoNamesIt() {
        Tenant tenant = tenants.newOwner();
        Asked asked = new Asked(port);
        String key = tenant.token();

        var renamed = asked.ask("PATCH", "/api/v1/account", key, "{\"name\":\"Émile\"}");
        assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
        assertThat(Asked.json(renamed).get("name").asString()).isEqualTo("Émile");
        assertThat(Asked.json(renamed).get("slug").asString()).isEqualTo(tenant.account().slug());

        String wrong = "{\"confirmation\":\"another\"}";
        var refused = asked.postJson("/api/v1/account/close", key, wrong);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(tenant.account().slug());
        String right = "{\"confirmation\":\"%s\"}".formatted(tenant.account().slug());
        assertThat(asked.postJson("/api/v1/account/close", key, right).statusCode()).isEqualTo(204);
        assertThat(asked.ask("GET", "/api/v1/account", key, "").statusCode()).isEqualTo(401);
    }

    @Test
    void theOperatorsOwnAccountStaysOpen() {
        Tenant operator = tenants.operator();
        String body = "{\"confirmation\":\"%s\"}".formatted(operator.account().slug());

        assertThat(
                        new Asked(port)
                                .postJson("/api/v1/account/close", operator.token(), body)
                                .statusCode())
                .isEqualTo(409);
    }

    private void function(Tenant tenant) {
        Asked asked = new Asked(port);
        String made = "{\"name\":\"greet\",\"runtime\":\"nodejs\"}";
        assertThat(asked.postJson("/api/v1/functions", tenant.token(), made).statusCode())
                .isEqualTo(201);
        HttpRequest.Builder code =
                asked.request(
                                "/api/v1/functions/greet/code",
                                "Authorization",
                                "Bearer " + tenant.token(),
                                "Content-Type",
                                "text/javascript")
                        .PUT(HttpRequest.BodyPublishers.ofString("export const handler = 1;"));
        HttpResponse<String> stored = asked.send(code);
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        String event = "/api/v1/functions/greet/events/order";
        assertThat(asked.ask("PUT", event, tenant.token(), "{\"id\": 7}").statusCode())
                .isEqualTo(200);
    }

    private Map<String, String> export(Tenant tenant) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/api/v1/account/export"
                                                .formatted(port)))
                        .header("Authorization", "Bearer " + tenant.token())
                        .build();
        Map<String, String> files = new TreeMap<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()));
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                files.put(e.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
