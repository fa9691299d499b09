/**
 * Amazon's S3 protocol over the buckets of {@code storage.bucket}: it reads and writes what S3's
 * clients do, and owns nothing. Names of buckets are an account's own, and what we do not have
 * answers as on an AWS account that does not use it.
 */
@NullMarked
package dev.meterlark.storage.s3;

import org.jspecify.annotations.NullMarked;
