package dev.meterlark.storage.bucket;

import dev.meterlark.platform.DataFolder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;

/** Where the bytes of objects lie. The client of an S3 is loaded only where one is used. */
@Configuration(proxyBeanMethods = false)
class BodyBeans {

    /** What an S3 takes at once. */
    private static final long LARGEST_PUT = 5L << 30;

    @Bean
    Bodies bodies(DataFolder data, BucketProperties buckets, S3BodyProperties s3)
            throws IOException {
        if (!s3.isUsed()) {
            return new DiskBodies(data);
        }
        if (buckets.maxObjectSize().toBytes() > LARGEST_PUT) {
            throw new IllegalArgumentException(
                    "meterlark.storage.buckets.max-object-size must be at most 5GB with a bucket in"
                            + " meterlark.storage.buckets.s3, was: "
                            + buckets.maxObjectSize());
        }
        return new S3Bodies(s3, data.folder("objects/unfinished"));
    }
}
