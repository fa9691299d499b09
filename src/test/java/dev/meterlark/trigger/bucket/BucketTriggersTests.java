package dev.meterlark.trigger.bucket;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.storage.bucket.CompleteTerms;
import dev.meterlark.storage.bucket.CopyTerms;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectPlace;
import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.Objects;
import dev.meterlark.storage.bucket.PartFacts;
import dev.meterlark.storage.bucket.PartRef;
import dev.meterlark.storage.bucket.PartTerms;
import dev.meterlark.storage.bucket.UploadId;
import dev.meterlark.storage.bucket.UploadPlace;
import dev.meterlark.storage.bucket.Uploads;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Changes of objects that make functions run. */
@MeterlarkTest
class BucketTriggersTests {

    private static final ObjectTerms PLAIN = ObjectTerms.of("text/plain", -1);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired Objects objects;
    @Autowired Uploads uploads;

    private TriggeredFunction resize;
    private AccountId account;

    @BeforeEach
    void aFunctionAndABucket() {
        resize = new TriggeredFunction(port, tenants, workers, "resize");
        account = resize.owner().account().id();
        ask("POST", "/buckets", "{\"name\": \"images\"}", 201);
    }

    @Test
    void anObjectThatIsPutIsToldOfInTheShapeOfS3() throws IOException {
        trigger("\"prefix\": \"in/\", \"suffix\": \".jpg\"");
        put("out/a.jpg");
        put("in/a.txt");

        put("in/a b+ü.jpg");

        assertThat(resize.awaitEvents(1)).hasSize(1);
        JsonNode event = resize.events().getFirst().path("Records").get(0);
        assertThat(event.path("eventSource").asString()).isEqualTo("aws:s3");
        assertThat(event.path("eventName").asString()).isEqualTo("ObjectCreated:Put");
        assertThat(event.path("awsRegion").asString()).isEqualTo("us-east-1");
        assertThat(event.path("eventTime").asString()).endsWith("Z").hasSize(24);
        JsonNode bucket = event.path("s3").path("bucket");
        assertThat(bucket.path("name").asString()).isEqualTo("images");
        assertThat(bucket.path("arn").asString()).isEqualTo("arn:aws:s3:::images");
        JsonNode object = event.path("s3").path("object");
        assertThat(object.path("key").asString()).isEqualTo("in/a+b%2B%C3%BC.jpg");
        assertThat(object.path("size").asInt()).isEqualTo(5);
        assertThat(object.path("eTag").asString()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(object.path("sequencer").asString()).hasSize(16);
    }

    @Test
    void eachCommittedChangeIsOneEventAndWhatFailedIsNone() throws IOException {
        trigger("\"events\": [\"s3:ObjectCreated:*\", \"ObjectRemoved:*\"]");
        var wrong = new ObjectTerms("text/plain", Map.of(), -1, "AAAA", false, null);

        put("a");
        assertThatThrownBy(() -> objects.put(account, "images", "b", wrong, bytes()))
                .hasMessageContaining("Content-MD5");
        objects.copy(
                account,
                new ObjectPlace("images", "a"),
                _ -> true,
                new ObjectPlace("images", "c"),
                CopyTerms.AS_IT_WAS);
        uploads.abort(account, begun("d"));
        uploaded("e");
        ask("DELETE", "/buckets/images/objects/a", "", 204);
        ask("DELETE", "/buckets/images/objects/a", "", 404);

        assertThat(resize.awaitEvents(4))
                .extracting(each -> each.path("Records").get(0))
                .extracting(each -> each.path("eventName").asString() + " " + key(each))
                .containsExactlyInAnyOrder(
                        "ObjectCreated:Put a",
                        "ObjectCreated:Copy c",
                        "ObjectCreated:CompleteMultipartUpload e",
                        "ObjectRemoved:Delete a");
    }

    @Test
    void whatACallWritesIsBehindItAndSoALoopEnds() throws IOException {
        JsonNode made = trigger("\"prefix\": \"in/\"");

        writtenByCallOf(3, "in/third");
        assertThat(resize.awaitEvents(1)).hasSize(1);
        writtenByCallOf(1_000, "in/last");

        JsonNode status = resize.awaitStatus(made, shown -> shown.has("lastError"));
        assertThat(status.path("lastError").asString()).contains("end the circle");
        assertThat(resize.depths()).containsExactly(4);
        assertThat(resize.traces()).allMatch(TriggeredFunction::isOfTheTrace);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"bucket\": \"missing\" | bucket must be a bucket of the account",
                "\"prefix\": \"a\" | bucket is missing",
                "\"bucket\": \"images\", \"events\": [] | events is empty",
                "\"bucket\": \"images\", \"events\": [\"ObjectMoved\"] | it had: 'ObjectMoved'"
            })
    void whatCannotBeIsRefusedWithTheReason(String wish, String reason) {
        JsonNode refusal =
                ask("POST", resize.triggers(), "{\"type\": \"bucket\", %s}".formatted(wish), 400);

        assertThat(refusal.path("detail").asString()).contains(reason);
    }

    @Test
    void aFunctionThatWouldCallItselfWithoutEndIsRefused() {
        String destination = "{\"type\": \"bucket\", \"bucket\": \"images\", \"prefix\": \"out/\"}";
        ask("PUT", "/functions/resize/async", "{\"onSuccess\": %s}".formatted(destination), 200);
        String wish = "{\"type\": \"bucket\", \"bucket\": \"images\"%s}";

        JsonNode refusal = ask("POST", resize.triggers(), wish.formatted(""), 409);

        assertThat(refusal.path("detail").asString()).contains("without end");
        ask("POST", resize.triggers(), wish.formatted(", \"prefix\": \"out/\""), 409);
        ask("POST", resize.triggers(), wish.formatted(", \"prefix\": \"in/\""), 201);
        ask("POST", resize.triggers(), wish.formatted(", \"suffix\": \".jpg\""), 201);
    }

    @Test
    void aTestEventIsOneThatItCouldGetAndThatItsBucketIsGoneIsSaid() {
        JsonNode made = trigger("\"prefix\": \"in/\", \"suffix\": \".jpg\"");

        resize.ask("POST", resize.triggers() + "/" + made.path("id").asString() + "/test", "{}");

        JsonNode event = resize.awaitEvents(1).getFirst().path("Records").get(0);
        assertThat(key(event)).startsWith("in/").endsWith(".jpg");
        ask("DELETE", "/buckets/images", "", 204);
        assertThat(resize.show(made).path("status").path("trouble").asString()).contains("deleted");
    }

    private JsonNode trigger(String members) {
        return resize.trigger(
                "{\"type\": \"bucket\", \"bucket\": \"images\", %s}".formatted(members));
    }

    private static String key(JsonNode event) {
        return event.path("s3").path("object").path("key").asString();
    }

    private ObjectFacts put(String key) throws IOException {
        return objects.put(account, "images", key, PLAIN, bytes());
    }

    private void writtenByCallOf(int depth, String key) throws IOException {
        new CallingInvocation(InvocationId.at(Instant.EPOCH), depth, TriggeredFunction.TRACEPARENT)
                .doing(() -> put(key));
    }

    private UploadId begun(String key) {
        return uploads.begin(account, "images", key, PLAIN).id();
    }

    private void uploaded(String key) throws IOException {
        UploadId upload = begun(key);
        PartFacts part = uploads.part(account, upload, 1, new PartTerms(-1, null, null), bytes());
        uploads.complete(
                account,
                new UploadPlace("images", key, upload),
                List.of(new PartRef(1, part.etag(), null)),
                CompleteTerms.NONE);
    }

    private static InputStream bytes() {
        return new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer = resize.ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer);
    }
}
