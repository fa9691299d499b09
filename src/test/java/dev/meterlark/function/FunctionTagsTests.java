package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.function.snapshot.TagCatalog;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tags of functions, and what of them goes to where calls are recorded. */
@MeterlarkTest
class FunctionTagsTests {

    private static final String FUNCTIONS = "/api/v1/functions";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired SnapshotSource snapshots;
    @Autowired TagCatalog catalog;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        asked = new Asked(port);
    }

    @Test
    void tagsAreChangedAsAWholeAndShownInTheirOrder() {
        create("one", "{\"team\": \"shop\", \"cost-centre\": \"17\"}");
        assertThat(tags("one")).isEqualTo("{\"cost-centre\":\"17\",\"team\":\"shop\"}");

        change("one", "{\"stage\": \"test\", \"empty\": null}");
        assertThat(tags("one")).isEqualTo("{\"empty\":\"\",\"stage\":\"test\"}");
        asked.ask("PATCH", FUNCTIONS + "/one", owner.token(), "{\"timeout\": 5}");
        assertThat(tags("one")).contains("stage");
        change("one", "{}");
        assertThat(tags("one")).isEqualTo("{}");
        assertThat(tagsInCallsOf("one")).isNull();
    }

    @Test
    void theSameTagsAreOneSetAndStayWhatTheyWere() {
        create("one", "{\"a\": \"1\", \"b\": \"2\"}");
        create("two", "{\"b\": \"2\", \"a\": \"1\"}");
        TagSetId before = Objects.requireNonNull(tagsInCallsOf("one"));
        assertThat(tagsInCallsOf("two")).isEqualTo(before);

        change("one", "{\"a\": \"9\"}");

        assertThat(tagsInCallsOf("one")).isNotEqualTo(before);
        assertThat(catalog.tags(account("two"), Set.of(before)))
                .isEqualTo(Map.of(before, Map.of("a", "1", "b", "2")));
    }

    @Test
    void anotherAccountLearnsNothingOfTags() {
        create("one", "{\"a\": \"1\"}");
        TagSetId set = Objects.requireNonNull(tagsInCallsOf("one"));

        assertThat(catalog.tags(AccountId.random(), Set.of(set))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"\": \"x\"}",
                "{\"a<b\": \"x\"}",
                "{\"a\": \"line\\nline\"}",
                "{\"a\": \"<script>\"}",
            })
    void aTagThatCannotBeIsRefused(String tags) {
        HttpResponse<String> answer = post("one", tags);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("tag");
    }

    @Test
    void tagsAreBounded() {
        String many =
                IntStream.range(0, Tags.MOST + 1)
                        .mapToObj("\"t%d\": \"\""::formatted)
                        .collect(Collectors.joining(", ", "{", "}"));

        assertThat(post("one", many).body()).contains("tags may be 50, were: 51");
        assertThat(post("one", "{\"%s\": \"\"}".formatted("a".repeat(129))).statusCode())
                .isEqualTo(400);
        assertThat(post("one", "{\"a\": \"%s\"}".formatted("a".repeat(257))).statusCode())
                .isEqualTo(400);
    }

    private void create(String name, String tags) {
        HttpResponse<String> answer = post(name, tags);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private HttpResponse<String> post(String name, String tags) {
        String body = "{\"name\": \"%s\", \"runtime\": \"nodejs\", \"tags\": %s}";
        return asked.ask("POST", FUNCTIONS, owner.token(), body.formatted(name, tags));
    }

    private void change(String name, String tags) {
        HttpResponse<String> answer =
                asked.ask(
                        "PATCH",
                        FUNCTIONS + "/" + name,
                        owner.token(),
                        "{\"tags\": %s}".formatted(tags));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String tags(String name) {
        return json(asked.ask("GET", FUNCTIONS + "/" + name, owner.token(), ""))
                .path("tags")
                .toString();
    }

    private @Nullable TagSetId tagsInCallsOf(String name) {
        return snapshots.read().functions().stream()
                .filter(each -> each.function().toString().equals(id(name)))
                .findFirst()
                .orElseThrow()
                .tags();
    }

    private AccountId account(String name) {
        return snapshots.read().functions().stream()
                .filter(each -> each.function().toString().equals(id(name)))
                .findFirst()
                .orElseThrow()
                .account();
    }

    private String id(String name) {
        return json(asked.ask("GET", FUNCTIONS + "/" + name, owner.token(), ""))
                .path("id")
                .asString();
    }
}
