package dev.meterlark.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.metering.Meter;
import dev.meterlark.metering.MeterTotal;
import dev.meterlark.metering.Meters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What lies in buckets, and what is done with them, as it is metered. */
@Tag("database")
class BucketMetersTests {

    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000);

    @TempDir Path folder;

    private BucketNode node;
    private BucketNode other;

    @BeforeEach
    void open() throws IOException {
        node = new BucketNode(folder);
        other = new BucketNode(node, BucketNode.disk(folder));
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whatLiesIsMeteredToTheMicrosecondOnAnyNode() throws IOException {
        node.put("a", "1234567890");
        later(Duration.ofSeconds(100));
        other.put("b", "12345");
        later(Duration.ofHours(3));
        node.meters.tellForth(node.clock.instant());
        other.meters.tellForth(other.clock.instant());
        node.objects.delete(node.account, "images", "a", _ -> true);
        later(Duration.ofSeconds(7));

        assertThat(stored()).isEqualTo(BigInteger.valueOf(1_000 + 15 * 10_800 + 5 * 7));
        assertThat(node.metering.totals(node.account, Meters.Span.HOUR, node.meters))
                .filteredOn(each -> each.meter() == Meter.BUCKET_STORAGE)
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void partsOfUploadsTakeRoomAndTime() throws IOException {
        UploadId upload =
                node.uploads
                        .begin(node.account, "images", "k", ObjectTerms.of("text/plain", -1))
                        .id();
        node.uploads.part(
                node.account, upload, 1, new PartTerms(-1, null, null), BucketNode.bytes("1234"));
        later(Duration.ofSeconds(10));
        node.uploads.abort(node.account, upload);
        later(Duration.ofSeconds(10));

        assertThat(stored()).isEqualTo(BigInteger.valueOf(40));
    }

    @Test
    void aBucketThatGoesLeavesWhatLayInItAndOneOfItsNameAddsToIt() throws IOException {
        node.put("a", "1234567890");
        later(Duration.ofSeconds(2));
        node.objects.delete(node.account, "images", "a", _ -> true);
        Bucket gone = node.buckets.find(node.account, "images").orElseThrow();
        node.buckets.delete(gone, node.clock.instant());
        node.buckets.insert(Bucket.empty(node.account, "images", node.clock.instant()));
        node.put("a", "1");
        later(Duration.ofSeconds(3));

        assertThat(stored()).isEqualTo(BigInteger.valueOf(23));
    }

    @Test
    void requestsAndBytesThatAreReadAreCounted() throws IOException {
        ObjectFacts facts = node.put("a", "1234567890");
        node.read(facts, 4);
        node.find("a");
        node.metering.write();

        assertThat(amount(Meter.BUCKET_WRITES)).isEqualTo(1);
        assertThat(amount(Meter.BUCKET_READS)).isEqualTo(1);
        assertThat(amount(Meter.BUCKET_EGRESS)).isEqualTo(6);
    }

    @Test
    void bucketsHoldWhatTheirObjectsSumUpTo() throws IOException {
        for (int i = 0; i < 20; i++) {
            node.put("k" + i % 7, "x".repeat(i));
            other.put("k" + i % 5, "y".repeat(2 * i));
            node.objects.delete(node.account, "images", "k" + i % 3, _ -> true);
        }

        long objects =
                node.database
                        .client()
                        .sql("select coalesce(sum(bytes), 0) from bucket_object")
                        .query(Long.class)
                        .single();
        Bucket bucket = node.buckets.find(node.account, "images").orElseThrow();
        assertThat(bucket.bytes()).isEqualTo(objects);
        assertThat(bucket.objects()).isEqualTo(node.database.count("bucket_object"));
    }

    private void later(Duration time) {
        node.clock.forward(time);
        other.clock.forward(time);
    }

    /** In bytes times seconds. */
    private BigInteger stored() {
        return totals().stream()
                .filter(each -> each.meter() == Meter.BUCKET_STORAGE)
                .map(MeterTotal::amount)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .divide(SECOND);
    }

    private long amount(Meter meter) {
        return totals().stream()
                .filter(each -> each.meter() == meter)
                .mapToLong(each -> each.amount().longValueExact())
                .sum();
    }

    private List<MeterTotal> totals() {
        return node.metering.totals(node.account, Meters.Span.ALL, node.meters);
    }
}
