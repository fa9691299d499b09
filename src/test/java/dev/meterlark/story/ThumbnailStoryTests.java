package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.examples.Example;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import tools.jackson.databind.JsonNode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.imageio.ImageIO;

/** A JPEG that is put with AWS's SDK becomes a thumbnail beside it. */
@Tag("slow")
@ExtendWith(RunningPlatform.class)
class ThumbnailStoryTests {

    private static final Path PHOTO = Path.of("examples/thumbnail/photo.jpg");

    private final PlatformProcess platform;
    private final Api owner;

    ThumbnailStoryTests(PlatformProcess platform) {
        this.platform = platform;
        owner = Api.signUp(platform, "photographer");
    }

    @Test
    void aPictureThatIsPutBecomesASmallOne() throws IOException {
        try (S3Client s3 = client()) {
            s3.createBucket(r -> r.bucket("photos"));
            deployBesideTheBucket();

            s3.putObject(
                    r -> r.bucket("photos").key("in/a cat+1.jpg").contentType("image/jpeg"),
                    RequestBody.fromFile(PHOTO));
            s3.putObject(r -> r.bucket("photos").key("in/note.txt"), RequestBody.fromString("no"));

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> keys(s3).contains("small/a cat+1.jpg"));
            byte[] small =
                    s3.getObjectAsBytes(r -> r.bucket("photos").key("small/a cat+1.jpg"))
                            .asByteArray();
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(small));
            assertThat(picture.getWidth()).isEqualTo(160);
            assertThat(keys(s3))
                    .containsExactly("in/a cat+1.jpg", "in/note.txt", "small/a cat+1.jpg");
        }
    }

    private void deployBesideTheBucket() throws IOException {
        Example example = Example.built("thumbnail");
        require(
                201,
                owner.post(
                        "/functions",
                        "{\"name\": \"thumbnails\", \"runtime\": \"java\", \"handler\":"
                            + " \"com.example.OnUpload\", \"memoryMb\": 512, \"timeout\": 30}"));
        require(
                200,
                owner.put(
                        "/functions/thumbnails/code",
                        Files.readAllBytes(example.codePackage()),
                        "application/java-archive"));
        require(
                200,
                owner.putJson(
                        "/functions/thumbnails/role",
                        "{\"permissions\": [\"storage:read\", \"storage:write\"], \"functions\":"
                                + " []}"));
        require(
                201,
                owner.post(
                        "/functions/thumbnails/triggers",
                        "{\"type\": \"bucket\", \"bucket\": \"photos\", \"events\":"
                                + " [\"s3:ObjectCreated:*\"], \"prefix\": \"in/\", \"suffix\":"
                                + " \".jpg\"}"));
    }

    private S3Client client() {
        JsonNode key = owner.post("/api-keys", "{\"name\": \"camera\"}").json();
        return S3Client.builder()
                .endpointOverride(platform.address())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.path("id").asString(), key.path("secret").asString())))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static List<String> keys(S3Client s3) {
        return s3.listObjectsV2(r -> r.bucket("photos")).contents().stream()
                .map(each -> each.key())
                .toList();
    }

    private static void require(int status, Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }
}
