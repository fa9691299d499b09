package dev.meterlark.trigger;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.Notice;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;

/** Queues, topics and buckets that are told of the ends of calls. */
@MeterlarkTest
class DestinationsTests {

    private static final String RECORD = "{\"version\":\"1.0\"}";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired QueueDestination queues;
    @Autowired TopicDestination topics;
    @Autowired BucketDestination buckets;
    @Autowired InstantSource clock;

    private Tenants.Tenant owner;
    private Notice notice;

    @BeforeEach
    void newPlaces() {
        owner = tenants.newOwner();
        ask("POST", "/api/v1/queues", "{\"name\": \"ends\"}");
        ask("POST", "/api/v1/queues", "{\"name\": \"in-order\", \"orderedByGroup\": true}");
        ask("POST", "/api/v1/topics", "{\"name\": \"ends\"}");
        notice = notice(RECORD);
    }

    @Test
    void aQueueGetsTheRecordOnceHoweverOftenItIsTold() {
        assertThat(queues.tell(new OfQueue("ends"), notice)).isEqualTo(new Carried.Delivered());
        assertThat(queues.tell(new OfQueue("ends"), notice)).isEqualTo(new Carried.Delivered());

        JsonNode items = messages();
        assertThat(items).hasSize(1);
        assertThat(items.get(0).path("body").asString()).isEqualTo(RECORD);
        assertThat(items.get(0).path("attributes").path("call").asString())
                .isEqualTo(notice.call().toString());
    }

    @Test
    void onATopicItIsAnEventWithTheNoticesId() {
        ask("POST", "/api/v1/topics/ends/subscriptions", "{\"queue\": \"ends\"}");

        assertThat(topics.tell(new OfTopic("ends"), notice)).isEqualTo(new Carried.Delivered());

        JsonNode event = JsonMapper.shared().readTree(messages().get(0).path("body").asString());
        assertThat(event.path("id").asString()).isEqualTo(notice.id().toString());
        assertThat(event.path("type").asString()).isEqualTo("dev.meterlark.call.ended");
        assertThat(event.path("data").path("version").asString()).isEqualTo("1.0");
    }

    @Test
    void inABucketItIsAnObjectNamedByTheCall() {
        ask("POST", "/api/v1/buckets", "{\"name\": \"ends\"}");
        var target = new OfBucket("ends", "failed/");

        assertThat(buckets.tell(target, notice)).isEqualTo(new Carried.Delivered());
        assertThat(buckets.tell(target, notice)).isEqualTo(new Carried.Delivered());

        String object = "/api/v1/buckets/ends/objects/failed/" + notice.call() + ".json";
        assertThat(ask("GET", object, "").body()).isEqualTo(RECORD);
        assertThat(buckets.tell(new OfBucket("gone", ""), notice))
                .isInstanceOf(Carried.Failed.class);
    }

    @Test
    void whatIsMissingMayComeBackAndWhatIsTooLargeWillNeverFit() {
        Notice large = notice("{\"x\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(queues.tell(new OfQueue("gone"), notice)).isInstanceOf(Carried.Failed.class);
        assertThat(topics.tell(new OfTopic("gone"), notice)).isInstanceOf(Carried.Failed.class);
        assertThat(queues.tell(new OfQueue("ends"), large)).isInstanceOf(Carried.Hopeless.class);
        assertThat(topics.tell(new OfTopic("ends"), large)).isInstanceOf(Carried.Hopeless.class);
    }

    @Test
    void aPolicyMayNameThemAndOnlyThoseThatAreThere() {
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
        String async = "/api/v1/functions/hello/async";
        String wish = "{\"onFailure\": {\"type\": \"%1$s\", \"%1$s\": \"%2$s\"}}";

        assertThat(ask("PUT", async, wish.formatted("queue", "ends")).statusCode()).isEqualTo(200);
        assertThat(ask("PUT", async, wish.formatted("topic", "ends")).statusCode()).isEqualTo(200);
        assertThat(ask("PUT", async, wish.formatted("queue", "in-order")).body())
                .contains("no queue without order by group 'in-order'");
        assertThat(queues.refusal(AccountId.random(), new OfQueue("ends"))).isNotNull();
        assertThat(topics.refusal(AccountId.random(), new OfTopic("ends"))).isNotNull();
    }

    private Notice notice(String record) {
        InvocationId call = InvocationId.at(clock.instant());
        return new Notice(
                UUID.randomUUID(),
                call,
                owner.account().id(),
                FunctionId.random(),
                new Lineage(call, 1),
                TraceContext.NONE,
                record.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode messages() {
        return json(ask("GET", "/api/v1/queues/ends/messages?max=10&wait=20", "")).path("items");
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }
}
