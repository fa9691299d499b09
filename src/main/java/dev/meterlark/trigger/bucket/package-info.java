/**
 * Triggers of buckets: a change of an object is committed together with its way to each trigger
 * that wants it, in the shape of S3's notifications.
 */
@NullMarked
package dev.meterlark.trigger.bucket;

import org.jspecify.annotations.NullMarked;
