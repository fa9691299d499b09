package dev.meterlark.storage.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.AwsBody;
import dev.meterlark.edge.AwsCall;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as S3 reads it.
 *
 * @param bucketName empty for the service itself
 * @param keyName empty for the bucket itself
 */
record S3Request(AwsCall call, String bucketName, String keyName, Query query) {

    private static final String MOUNTED = "/s3";
    private static final String META = "x-amz-meta-";

    static S3Request of(AwsCall call) {
        String path = call.request().getRequestURI();
        String within = isMounted(path) ? path.substring(MOUNTED.length()) : path;
        String rest = within.startsWith("/") ? within.substring(1) : within;
        int slash = rest.indexOf('/');
        return new S3Request(
                call,
                Encoded.decode(slash < 0 ? rest : rest.substring(0, slash)),
                slash < 0 ? "" : Encoded.decode(rest.substring(slash + 1)),
                Query.parse(call.request().getQueryString()));
    }

    /** Whether a path is below the one that is S3's whatever is signed. */
    static boolean isMounted(String path) {
        return path.equals(MOUNTED) || path.startsWith(MOUNTED + "/");
    }

    Caller caller() {
        return call.caller();
    }

    AccountId account() {
        return call.caller().account();
    }

    AwsBody body() {
        return call.body();
    }

    String method() {
        return call.request().getMethod();
    }

    boolean hasBucket() {
        return !bucketName.isEmpty();
    }

    boolean hasKey() {
        return !keyName.isEmpty();
    }

    /** Of a name of AWS's also what a signed address says instead. */
    @Nullable String header(String name) {
        String header = call.request().getHeader(name);
        if (header == null && call.isPresigned() && name.startsWith("x-amz-")) {
            return query.header(name);
        }
        return header == null ? null : text(header);
    }

    /**
     * Never what a signed address says: clients that sign one put checksums of a body into it that
     * they do not have yet, and S3 looks at none of them.
     */
    @Nullable String sentHeader(String name) {
        return call.request().getHeader(name);
    }

    /** The account's own, by names in small letters. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        if (call.isPresigned()) {
            query.parameters().forEach((name, value) -> addMetadata(metadata, name, value));
        }
        for (String name : Collections.list(call.request().getHeaderNames())) {
            String all = String.join(",", Collections.list(call.request().getHeaders(name)));
            addMetadata(metadata, name, text(all));
        }
        return metadata;
    }

    private static void addMetadata(Map<String, String> metadata, String name, String value) {
        String small = name.toLowerCase(Locale.ROOT);
        if (small.startsWith(META)) {
            metadata.put(small.substring(META.length()), value);
        }
    }

    /** The server reads headers byte by byte; some clients write UTF-8 into them. */
    private static String text(String header) {
        return new String(header.getBytes(ISO_8859_1), UTF_8);
    }
}
