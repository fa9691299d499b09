package dev.meterlark.console.storage;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.table.Item;
import dev.meterlark.storage.table.Items;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Buckets and tables in the console, as a browser asks for them. */
@MeterlarkTest
class StoragePagesTests {

    private static final String KEY = "cats/tom's photo.txt";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired ApiKeys keys;
    @Autowired Items items;
    private Tenants.Tenant owner;
    private Asked browser;
    private String token;

    @BeforeEach
    void settle() {
        owner = tenants.newOwner();
        browser = new Asked(port);
        browser.signIn(owner.email(), Tenants.PASSWORD);
        token = browser.formToken("/account/members");
        submit("/buckets", "name=images");
        submit("/tables", "name=orders&path=customer&type=string&ttl=");
    }

    @Test
    void aFileThatWasDroppedIsThereWithItsFolderAndLeavesAsAnAttachment() {
        assertThat(upload(KEY, "meow", "").statusCode()).isEqualTo(204);

        assertThat(page("/buckets")).contains("images");
        assertThat(page("/buckets/images")).contains("prefix=cats/", "<span>cats/</span>");
        assertThat(page("/buckets/images?prefix=cats/")).contains("tom&#39;s photo.txt");
        HttpResponse<String> bytes = browser.get("/buckets/images/download?key=" + encoded(KEY));
        assertThat(bytes.body()).isEqualTo("meow");
        assertThat(header(bytes, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(bytes, "Content-Disposition")).startsWith("attachment; filename");
    }

    @Test
    void whatIsThereAlreadyIsKeptWhenThatWasAskedFor() {
        upload(KEY, "first", "");

        HttpResponse<String> second = upload(KEY, "second", "&keep=true");

        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(second.body()).contains("data-refused");
        assertThat(browser.get("/buckets/images/download?key=" + encoded(KEY)).body())
                .isEqualTo("first");
    }

    @Test
    void objectsAreDeletedOnlyWhenItIsMeant() {
        upload(KEY, "meow", "");

        HttpResponse<String> asked = submit("/buckets/images/remove", "key=" + encoded(KEY));
        assertThat(asked.body()).contains("Delete for good");
        assertThat(page("/buckets/images?prefix=cats/")).contains("photo.txt");

        submit("/buckets/images/remove", "sure=true&key=" + encoded(KEY));
        assertThat(page("/buckets/images?prefix=cats/")).doesNotContain("photo.txt</span>");
    }

    @Test
    void allBelowAPrefixAreDeletedWhenTheBucketsNameWasTyped() {
        upload(KEY, "meow", "");
        upload("dogs/rex.txt", "woof", "");
        String empty = "/buckets/images/empty";

        assertThat(page(empty + "?prefix=cats/")).contains("data-confirm=\"images\"");
        HttpResponse<String> other = submit(empty, "prefix=cats/&confirmation=image");
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("the name was not typed", "value=\"cats/\"");
        submit(empty, "prefix=cats/&confirmation=images");
        assertThat(page("/buckets/images?prefix=cats%2F"))
                .contains("Deleted: 1. Nothing that begins so is left.");
        assertThat(page("/buckets/images")).contains("dogs/").doesNotContain("cats/");
        assertThat(browser.get("/api/v1/audit", "Authorization", "Bearer " + owner.token()).body())
                .contains("bucket.emptied", "\"prefix\":\"cats/\"");
    }

    @Test
    void aSharedAddressOpensTheObjectToAnyoneUntilItsKeyIsRevoked() {
        upload(KEY, "meow", "");
        NewApiKey signer = tenants.newKey(owner, Permission.STORAGE_READ);

        HttpResponse<String> shared =
                submit(
                        "/buckets/images/share",
                        "key=%s&expiresIn=60&apiKey=%s".formatted(encoded(KEY), signer.id()));
        String address = between(shared.body(), "id=\"shared-address\">", "</pre>");

        assertThat(anyone(address).body()).isEqualTo("meow");
        assertThat(anyone(address.replace("photo", "phota")).statusCode()).isEqualTo(403);
        keys.revoke(tenants.caller(owner), signer.id());
        assertThat(anyone(address).statusCode()).isEqualTo(403);
    }

    @Test
    void theApiSharesByTheKeyThatAsksAndByNoOneElses() {
        upload(KEY, "meow", "");
        String other = tenants.newMember(owner, "developer").key().id();

        HttpResponse<String> made = share(Map.of("key", KEY, "expiresIn", 60));
        HttpResponse<String> foreign = share(Map.of("key", KEY, "apiKey", other));
        HttpResponse<String> tooLong = share(Map.of("key", KEY, "expiresIn", 604_801));
        HttpResponse<String> missing = share(Map.of("key", "nothing"));

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(anyone(Asked.json(made).get("url").asString()).body()).isEqualTo("meow");
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(foreign.body()).contains("one of your own keys", other);
        assertThat(tooLong.body()).contains("was: 604801");
        assertThat(missing.statusCode()).isEqualTo(404);
    }

    @Test
    void anItemIsFoundByKeyAndByIndexWithTheDigitsThatItCameWith() {
        save("key=o-7&document=" + encoded("{\"customer\": \"ada\", \"total\": 1e400}"));
        save("key=o-8&document=" + encoded("{\"customer\": \"bob\"}"));

        assertThat(page("/tables/orders?prefix=o-7")).contains("o-7").doesNotContain("o-8");
        assertThat(page("/tables/orders?by=index&equal=bob")).contains("o-8").doesNotContain("o-7");
        assertThat(page("/tables/orders/item?key=o-7")).contains("&quot;total&quot;: 1e400");
        assertThat(page("/tables/orders?by=index&from=a&to=b")).contains("o-7");
    }

    @Test
    void whoIsSecondSeesWhatTheFirstSavedAndLosesNothing() {
        save("key=o-7&document=" + encoded("{\"customer\": \"ada\"}"));
        String version = version();
        save("key=o-7&version=%s&document=%s".formatted(version, encoded("{\"n\": \"first\"}")));

        HttpResponse<String> second =
                save(
                        "key=o-7&version=%s&document=%s"
                                .formatted(version, encoded("{\"n\": \"second\"}")));

        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(second.body())
                .contains("Somebody else was first", "&quot;second&quot;", "&quot;first&quot;");
        String now = between(second.body(), "name=\"version\" value=\"", "\"");
        assertThat(now).isNotEqualTo(version);
        save("key=o-7&version=%s&document=%s".formatted(now, encoded("{\"n\": \"second\"}")));
        assertThat(document()).contains("second");
    }

    @Test
    void anItemGoesOnToExpireWhenOnlyItsDocumentIsChanged() {
        save("key=o-7&expiresIn=3600&document=" + encoded("{\"n\": 1}"));
        Instant expiry = item().expiresAt();
        String until =
                between(page("/tables/orders/item?key=o-7"), "name=\"until\" value=\"", "\"");

        save("key=o-7&version=%s&until=%s&document=%s".formatted(version(), until, encoded("{}")));
        assertThat(item().expiresAt()).isCloseTo(expiry, within(2, ChronoUnit.SECONDS));
        save("key=o-7&version=%s&document=%s".formatted(version(), encoded("{}")));
        assertThat(item().expiresAt()).isNull();
        assertThat(page("/tables/orders/item?key=o-7")).doesNotContain("name=\"until\"");
    }

    @Test
    void whatIsNoDocumentStaysInTheForm() {
        HttpResponse<String> answer = save("key=o-7&document=" + encoded("{\"a\": "));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("{&quot;a&quot;: ", "role=\"alert\"");
    }

    @Test
    void aTableIsDeletedWhenItsNameWasTyped() {
        submit("/tables/orders/delete", "confirmation=order");
        assertThat(page("/tables")).contains("orders");

        submit("/tables/orders/delete", "confirmation=orders");
        assertThat(page("/tables")).contains("No tables yet");
    }

    private Item item() {
        return items.find(owner.account().id(), "orders", "o-7").orElseThrow();
    }

    private String document() {
        return item().document().text();
    }

    private String version() {
        return Long.toString(item().version());
    }

    private HttpResponse<String> save(String fields) {
        return submit("/tables/orders/item", fields);
    }

    private HttpResponse<String> share(Map<String, ?> wish) {
        return browser.postJson(
                "/api/v1/buckets/images/addresses",
                owner.token(),
                JsonMapper.shared().writeValueAsString(wish));
    }

    private HttpResponse<String> anyone(String address) {
        URI uri = URI.create(address.replace("&amp;", "&"));
        return new Asked(uri.getPort()).get(uri.getRawPath() + "?" + uri.getRawQuery());
    }

    private HttpResponse<String> upload(String key, String text, String more) {
        return browser.send(
                browser.request(
                                "/buckets/images/upload?key=" + encoded(key) + more,
                                "X-CSRF-TOKEN",
                                token,
                                "Content-Type",
                                "text/plain")
                        .PUT(BodyPublishers.ofString(text)));
    }

    private HttpResponse<String> submit(String path, String fields) {
        return browser.submit(path, fields, "X-CSRF-TOKEN", token);
    }

    private String page(String path) {
        HttpResponse<String> answer = browser.get(path, "Accept", "text/html");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before);
        assertThat(from).as(text).isNotNegative();
        return text.substring(from + before.length(), text.indexOf(after, from + before.length()));
    }
}
