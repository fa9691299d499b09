package dev.meterlark;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Tenants.Tenant;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the console's pages have in common, asked of the running application. */
@MeterlarkTest
class ConsoleFrameTests {

    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"#]+)[\"#]");
    private static final Pattern IMPORT =
            Pattern.compile("(?:from|import)\\s*\"(\\./[^\"]+\\.js)\"");

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void theFirstPageIsLightAndItsAssetsAreKeptForAYear() throws Exception {
        HttpResponse<byte[]> page = fetch("/sign-in");
        assertThat(header(page, "Content-Encoding")).isEqualTo("gzip");
        long bytes = page.body().length;

        for (String asset : assets(new Asked(port).get("/sign-in", "Accept", "text/html").body())) {
            HttpResponse<byte[]> answer = fetch(asset);
            assertThat(answer.statusCode()).as(asset).isEqualTo(200);
            assertThat(header(answer, "Content-Encoding")).as(asset).isEqualTo("br");
            assertThat(header(answer, "Vary")).as(asset).contains("Accept-Encoding");
            assertThat(header(answer, "Cache-Control"))
                    .as(asset)
                    .isEqualTo("max-age=31536000, public, immutable");
            bytes += answer.body().length;
        }

        assertThat(bytes).as("compressed bytes of the first page").isLessThan(150_000);
    }

    @Test
    void aThingIsFoundByAPieceOfItsNameAndNeverInAnotherAccount() {
        Tenant owner = tenants.newOwner();
        for (String kind : new String[] {"buckets", "queues", "tables", "topics"}) {
            String body = "{\"name\":\"plover-%s\"}".formatted(kind);
            assertThat(
                            new Asked(port)
                                    .postJson("/api/v1/" + kind, owner.token(), body)
                                    .statusCode())
                    .as(kind)
                    .isEqualTo(201);
        }
        String function =
                "{\"name\":\"plover-fn\",\"runtime\":\"nodejs20\",\"handler\":\"index.handler\"}";
        new Asked(port).postJson("/api/v1/functions", owner.token(), function);

        String own = search(owner, "LOVER");
        assertThat(own).contains("href=\"/functions/plover-fn\"");
        assertThat(search(tenants.newOwner(), "plover")).doesNotContain("plover-");
        assertThat(search(owner, "'%_\"")).contains("Nothing found");
        assertThat(search(owner, "")).doesNotContain("Nothing found");
    }

    @Test
    void aMemberFindsOnlyWhatTheRoleMaySee() {
        Tenant owner = tenants.newOwner();
        new Asked(port).postJson("/api/v1/queues", owner.token(), "{\"name\":\"plover\"}");

        assertThat(search(tenants.newMember(owner, "billing"), "plover"))
                .doesNotContain("/queues/");
    }

    @Test
    void aPageThatWasOpenForAWhileLearnsWhetherItsPersonIsSignedIn() {
        Asked browser = signedIn(tenants.newOwner());

        HttpResponse<String> answer = browser.get("/session", "Accept", "application/json");
        assertThat(json(answer).get("token").asString()).isNotBlank();
        assertThat(header(answer, "Cache-Control")).contains("no-store");

        HttpResponse<String> stranger =
                new Asked(port).get("/session", "Accept", "application/json");
        assertThat(stranger.statusCode()).isNotEqualTo(200);
    }

    private String search(Tenant person, String text) {
        return signedIn(person)
                .get("/search?q=" + Asked.encoded(text), "Accept", "text/html")
                .body();
    }

    private Asked signedIn(Tenant person) {
        Asked browser = new Asked(port);
        browser.signIn(person.email(), Tenants.PASSWORD);
        return browser;
    }

    /** With what those of them import at once; what is imported later is not of the first page. */
    private Set<String> assets(String page) throws Exception {
        Set<String> all = new LinkedHashSet<>();
        Matcher found = ASSET.matcher(page);
        while (found.find()) {
            all.add(found.group(1));
        }
        assertThat(all).hasSizeGreaterThan(3);
        for (String script : all.stream().filter(each -> each.endsWith(".js")).toList()) {
            Matcher imports = IMPORT.matcher(new Asked(port).get(script).body());
            while (imports.find()) {
                all.add(URI.create(script).resolve(imports.group(1)).toString());
            }
        }
        return all;
    }

    private HttpResponse<byte[]> fetch(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Accept", "text/html, */*")
                        .header("Accept-Encoding", "gzip, deflate, br, zstd")
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
