package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Bodies in an S3: that of another installation of ourselves, as far as they know. */
@MeterlarkTest
class S3BodiesTests extends BodiesContract {

    @TempDir Path unfinished;
    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant owner;
    private S3Bodies bodies;

    @SuppressWarnings("NullAway.Init") // before each test
    S3BodiesTests() {}

    @BeforeEach
    void open() {
        owner = tenants.newOwner();
        new Asked(port).ask("POST", "/api/v1/buckets", owner.token(), "{\"name\": \"bodies\"}");
        bodies = bodies("bodies", port);
    }

    @AfterEach
    void close() {
        bodies.close();
    }

    @Test
    void anS3ThatIsNotThereIsAFailureThatMayPass() throws IOException {
        BodyId id = BodyId.random();
        try (S3Bodies away = bodies("bodies", 1);
                S3Bodies missing = bodies("missing", port)) {
            for (S3Bodies each : new S3Bodies[] {away, missing}) {
                assertThatThrownBy(() -> each.write(id, new ByteArrayInputStream(new byte[] {1})))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("did not take");
                assertThat(leftovers()).containsExactly(id.toString());
                assertThatThrownBy(() -> each.delete(id)).hasMessageContaining("did not delete");
                assertThat(leftovers()).isEmpty();
                assertThatThrownBy(() -> each.open(id, 0)).hasMessageContaining("did not give");
            }
        }
    }

    private S3Bodies bodies(String bucket, int at) {
        return new S3Bodies(
                new S3BodyProperties(
                        bucket,
                        "objects/",
                        URI.create("http://127.0.0.1:" + at + "/s3"),
                        "us-east-1",
                        owner.key().id(),
                        owner.key().secret(),
                        true,
                        Duration.ofSeconds(30)),
                unfinished);
    }

    @Override
    Bodies bodies() {
        return bodies;
    }

    @Override
    String[] leftovers() {
        return java.util.Objects.requireNonNull(unfinished.toFile().list());
    }
}
