package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SignedForS3;
import dev.meterlark.story.PlatformProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Objects that come in parts, are copied and deleted, through the S3 API. What a round leaves of
 * them is nothing, also no bytes.
 */
final class ObjectWork {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern UPLOAD = Pattern.compile("<UploadId>([^<]+)</UploadId>");

    private final SignedForS3 s3;
    private final PlatformProcess platform;
    private final Path bodies;
    private final String bucket;

    private ObjectWork(SignedForS3 s3, PlatformProcess platform, Path bodies, String bucket) {
        this.s3 = s3;
        this.platform = platform;
        this.bodies = bodies;
        this.bucket = "/" + bucket;
    }

    /**
     * @param token that has the id and the secret of a key in it
     * @throws IllegalStateException when the platform goes meanwhile
     */
    static void round(PlatformProcess platform, String token, Path bodies, String bucket) {
        var s3 =
                new SignedForS3(
                        platform.address().getPort(),
                        token.substring(4, 24),
                        token.substring(25, 65),
                        Instant.now());
        try {
            new ObjectWork(s3, platform, bodies, bucket).run();
        } catch (UncheckedIOException gone) {
            throw new IllegalStateException("no answer", gone);
        }
    }

    private void run() {
        Set<String> before = files();
        String never = begun("never");
        part("never", never, 1, "x");
        answered("DELETE", "/never?uploadId=" + never, "", Map.of(), 204);
        String upload = begun("parts");
        String first = part("parts", upload, 1, "hello ");
        String second = part("parts", upload, 2, "world");
        String list =
                "<CompleteMultipartUpload>%s%s</CompleteMultipartUpload>"
                        .formatted(named(1, first), named(2, second));
        answered("POST", "/parts?uploadId=" + upload, list, Map.of(), 200);
        Map<String, String> source = Map.of("x-amz-copy-source", bucket + "/parts");
        answered("PUT", "/copy", "", source, 200);
        answered("DELETE", "/parts", "", Map.of(), 204);
        assertThat(answered("GET", "/copy", "", Map.of(), 200).body()).isEqualTo("hello world");
        answered("DELETE", "/copy", "", Map.of(), 204);
        await("the bytes of deleted objects are gone")
                .atMost(PATIENCE)
                .until(() -> before.containsAll(files()) || !platform.handle().isAlive());
    }

    private String begun(String key) {
        String answer = answered("POST", "/" + key + "?uploads", "", Map.of(), 200).body();
        Matcher upload = UPLOAD.matcher(answer);
        assertThat(upload.find()).as(answer).isTrue();
        return upload.group(1);
    }

    private String part(String key, String upload, int number, String text) {
        String path = "/%s?partNumber=%d&uploadId=%s".formatted(key, number, upload);
        return answered("PUT", path, text, Map.of(), 200)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static String named(int number, String etag) {
        return "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(number, etag);
    }

    private HttpResponse<String> answered(
            String method, String path, String body, Map<String, String> headers, int status) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = s3.ask(method, bucket + path, bytes, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    /** Some of them may go while this looks. */
    private Set<String> files() {
        try (Stream<Path> all = Files.walk(bodies)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
