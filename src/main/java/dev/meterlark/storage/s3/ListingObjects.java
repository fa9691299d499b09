package dev.meterlark.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.storage.bucket.Checksum;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectList;
import dev.meterlark.storage.bucket.ObjectQuery;
import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lists objects in the three ways that S3 grew. */
@Component
class ListingObjects {

    private static final int MOST = 1_000;

    private final Objects objects;

    ListingObjects(Objects objects) {
        this.objects = objects;
    }

    /** What a list is asked for, whatever its way. */
    private record Asked(
            S3Request request,
            @Nullable String prefix,
            @Nullable String delimiter,
            int most,
            boolean encodes) {

        static Asked of(S3Request request) {
            Query query = request.query();
            String encoding = query.text("encoding-type");
            if (encoding != null && !encoding.equals("url")) {
                throw S3Exception.invalid("Invalid Encoding Method specified in Request");
            }
            int most = query.number("max-keys", 0, Integer.MAX_VALUE, MOST);
            return new Asked(
                    request,
                    query.text("prefix"),
                    query.text("delimiter"),
                    Math.min(MOST, most),
                    encoding != null);
        }

        UnaryOperator<String> shown() {
            return encodes ? Encoded::encode : UnaryOperator.identity();
        }

        @Nullable String shown(@Nullable String text) {
            return text == null ? null : shown().apply(text);
        }
    }

    /** The second one, which is the usual one. */
    void second(S3Request request, HttpServletResponse response) throws IOException {
        Asked asked = Asked.of(request);
        String token = request.query().text("continuation-token");
        String after = request.query().text("start-after");
        boolean owners = "true".equals(request.query().text("fetch-owner"));
        String cursor = token == null && after != null ? behind(after) : token;
        ObjectList list = list(asked, cursor);
        Answers.write(
                Xml.document(
                        "ListBucketResult",
                        xml -> {
                            head(xml, asked, list)
                                    .add("StartAfter", asked.shown(after))
                                    .add("ContinuationToken", token)
                                    .add("NextContinuationToken", list.nextCursor())
                                    .add("KeyCount", list.items().size() + list.prefixes().size());
                            contents(xml, asked, list, owners);
                        }),
                response);
    }

    /** The first one: goes on behind a key, or behind all keys of a prefix. */
    void first(S3Request request, HttpServletResponse response) throws IOException {
        Asked asked = Asked.of(request);
        String marker = request.query().text("marker");
        ObjectList list = list(asked, marker == null ? null : behind(marker, asked));
        Answers.write(
                Xml.document(
                        "ListBucketResult",
                        xml -> {
                            head(xml, asked, list)
                                    .add("Marker", marker == null ? "" : asked.shown(marker));
                            if (list.nextCursor() != null) {
                                xml.add("NextMarker", asked.shown(last(list)));
                            }
                            contents(xml, asked, list, true);
                        }),
                response);
    }

    /** The one for versions: each object has one. */
    void versions(S3Request request, HttpServletResponse response) throws IOException {
        Asked asked = Asked.of(request);
        String marker = request.query().text("key-marker");
        ObjectList list = list(asked, marker == null ? null : behind(marker, asked));
        Owner owner = Owner.of(request.caller());
        Answers.write(
                Xml.document(
                        "ListVersionsResult",
                        xml -> {
                            head(xml, asked, list)
                                    .add("KeyMarker", marker == null ? "" : asked.shown(marker))
                                    .add("VersionIdMarker", "");
                            if (list.nextCursor() != null) {
                                xml.add("NextKeyMarker", asked.shown(last(list)))
                                        .add("NextVersionIdMarker", Versions.THE_ONLY);
                            }
                            for (ObjectFacts each : list.items()) {
                                xml.element("Version", one -> version(one, asked, each, owner));
                            }
                            prefixes(xml, asked, list);
                        }),
                response);
    }

    private ObjectList list(Asked asked, @Nullable String cursor) {
        var query =
                new ObjectQuery(
                        asked.prefix(), asked.delimiter(), cursor, Math.max(1, asked.most()));
        ObjectList list =
                objects.list(asked.request().account(), asked.request().bucketName(), query);
        return asked.most() == 0 ? new ObjectList(List.of(), List.of(), null) : list;
    }

    private static Xml head(Xml xml, Asked asked, ObjectList list) {
        return xml.add("Name", asked.request().bucketName())
                .add("Prefix", asked.prefix() == null ? "" : asked.shown(asked.prefix()))
                .add("Delimiter", asked.shown(asked.delimiter()))
                .add("MaxKeys", asked.most())
                .add("EncodingType", asked.encodes() ? "url" : null)
                .add("IsTruncated", list.nextCursor() != null);
    }

    private static void contents(Xml xml, Asked asked, ObjectList list, boolean owners) {
        Owner owner = Owner.of(asked.request().caller());
        for (ObjectFacts each : list.items()) {
            xml.element(
                    "Contents",
                    one -> {
                        describe(one, asked, each);
                        if (owners) {
                            one.element("Owner", owner::write);
                        }
                    });
        }
        prefixes(xml, asked, list);
    }

    private static void version(Xml xml, Asked asked, ObjectFacts object, Owner owner) {
        describe(xml, asked, object);
        xml.add("VersionId", Versions.THE_ONLY)
                .add("IsLatest", true)
                .element("Owner", owner::write);
    }

    private static void describe(Xml xml, Asked asked, ObjectFacts object) {
        Checksum checksum = object.checksum();
        xml.add("Key", asked.shown(object.key()))
                .time("LastModified", object.changedAt())
                .add("ETag", Answers.etag(object.etag()))
                .add("ChecksumAlgorithm", checksum == null ? null : checksum.algorithm())
                .add("ChecksumType", checksum == null ? null : checksum.form())
                .add("Size", object.size())
                .add("StorageClass", "STANDARD");
    }

    private static void prefixes(Xml xml, Asked asked, ObjectList list) {
        for (String each : list.prefixes()) {
            xml.element("CommonPrefixes", one -> one.add("Prefix", asked.shown(each)));
        }
    }

    /** Of keys and prefixes the one that comes last. */
    private static String last(ObjectList list) {
        String key = list.items().isEmpty() ? "" : list.items().getLast().key();
        String prefix = list.prefixes().isEmpty() ? "" : list.prefixes().getLast();
        return Arrays.compareUnsigned(key.getBytes(UTF_8), prefix.getBytes(UTF_8)) > 0
                ? key
                : prefix;
    }

    /** The cursor of the first key behind this one. */
    private static String behind(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((key + '\0').getBytes(UTF_8));
    }

    /** Of a marker that is one of the prefixes that a list shows, behind all keys that have it. */
    private static String behind(String marker, Asked asked) {
        String prefix = asked.prefix() == null ? "" : asked.prefix();
        String delimiter = asked.delimiter();
        boolean isPrefix =
                delimiter != null
                        && marker.startsWith(prefix)
                        && marker.length() > prefix.length()
                        && marker.indexOf(delimiter, prefix.length())
                                == marker.length() - delimiter.length();
        if (!isPrefix) {
            return behind(marker);
        }
        byte[] bytes = marker.getBytes(UTF_8);
        bytes[bytes.length - 1]++; // the last byte of UTF-8 is never the greatest
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
