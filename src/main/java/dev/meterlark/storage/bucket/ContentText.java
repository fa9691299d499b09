package dev.meterlark.storage.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.regex.Pattern;

/** What is said of objects, as their rows have it: checked on the way in. */
@Component
class ContentText {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]{1,128}");
    private static final int LONGEST_TYPE = 256;

    private final BucketProperties properties;
    private final JsonMapper json;

    ContentText(BucketProperties properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
    }

    Content checked(ObjectTerms terms) {
        requireType(terms.contentType());
        requireMetadata(terms.metadata());
        return new Content(
                terms.contentType(), text(terms.metadata()), text(terms.headers().asMap()));
    }

    ObjectFacts facts(Bucket bucket, Stored stored) {
        Content content = stored.content();
        return new ObjectFacts(
                bucket.name(),
                stored.key().text(),
                stored.version().toString(),
                stored.size(),
                stored.etag(),
                stored.digest().sha256(),
                stored.digest().checksum(),
                content.type(),
                StandardHeaders.of(texts(content.headers())),
                texts(content.metadata()),
                stored.pieces(),
                stored.changedAt());
    }

    private @Nullable String text(Map<String, String> texts) {
        return texts.isEmpty() ? null : json.writeValueAsString(texts);
    }

    private Map<String, String> texts(@Nullable String text) {
        return text == null ? Map.of() : json.readValue(text, TEXTS);
    }

    private void requireMetadata(Map<String, String> metadata) {
        long bytes = 0;
        for (Map.Entry<String, String> each : metadata.entrySet()) {
            if (!NAME.matcher(each.getKey()).matches()) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID,
                        "the name of metadata must be 1 to 128 small letters, digits, _, - and .,"
                                + " was: "
                                + Shown.text(each.getKey()));
            }
            bytes += each.getKey().length() + each.getValue().getBytes(UTF_8).length;
        }
        if (bytes > properties.maxMetadata().toBytes()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "metadata may have %d bytes, names and values together, and has %d"
                            .formatted(properties.maxMetadata().toBytes(), bytes));
        }
    }

    private static void requireType(String type) {
        if (type.length() > LONGEST_TYPE || !type.matches("[\\x20-\\x7e]+")) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the content type must be 1 to %d characters of ASCII, was: %s"
                            .formatted(LONGEST_TYPE, Shown.text(type)));
        }
    }
}
