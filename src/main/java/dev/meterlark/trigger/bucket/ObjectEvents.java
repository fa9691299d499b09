package dev.meterlark.trigger.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.bucket.ObjectChange;
import dev.meterlark.storage.bucket.ObjectFacts;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** S3's notifications. */
@Component
class ObjectEvents {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String region;

    ObjectEvents(@Value("${meterlark.region:us-east-1}") String region) {
        this.region = region;
    }

    JsonNode of(ObjectChange change) {
        ObjectFacts object = change.object();
        ObjectNode event = frame(EventName.of(change.how()), change.at(), change.account());
        ObjectNode s3 = s3(event, object.bucket(), change.account());
        ObjectNode shown = s3.putObject("object").put("key", encoded(object.key()));
        switch (change.how()) {
            case PUT, COPIED, COMPLETED ->
                    shown.put("size", object.size()).put("eTag", object.etag());
            case DELETED -> {} // there is nothing left that has them
        }
        shown.put("sequencer", change.sequencer());
        return records(event);
    }

    JsonNode sample(AccountId account, BucketTrigger trigger, Instant now) {
        ObjectNode event = frame(EventName.CREATED_PUT, now, account);
        String prefix = trigger.prefix();
        String suffix = trigger.suffix();
        String key = (prefix == null ? "" : prefix) + "test" + (suffix == null ? ".txt" : suffix);
        s3(event, trigger.bucket(), account)
                .putObject("object")
                .put("key", encoded(key))
                .put("size", 5)
                .put("eTag", "5d41402abc4b2a76b9719d911017c592")
                .put("sequencer", "0000000000000001");
        return records(event);
    }

    private ObjectNode frame(EventName name, Instant at, AccountId account) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("eventVersion", "2.1");
        event.put("eventSource", "aws:s3");
        event.put("awsRegion", region);
        event.put("eventTime", TIME.format(at));
        event.put("eventName", name.text());
        event.putObject("userIdentity").put("principalId", account.toString());
        return event;
    }

    private static ObjectNode s3(ObjectNode event, String name, AccountId account) {
        ObjectNode s3 = event.putObject("s3");
        s3.put("s3SchemaVersion", "1.0");
        ObjectNode bucket = s3.putObject("bucket");
        bucket.put("name", name);
        bucket.putObject("ownerIdentity").put("principalId", account.toString());
        bucket.put("arn", "arn:aws:s3:::" + name);
        return s3;
    }

    private static JsonNode records(ObjectNode event) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("Records").add(event);
        return whole;
    }

    /** As a form is, but for the slash: whoever reads it decodes it so. */
    private static String encoded(String key) {
        return URLEncoder.encode(key, UTF_8).replace("%2F", "/");
    }
}
