/**
 * AWS's protocol for queues over ours, in the JSON form of today's tools and in the form with XML
 * that older ones speak. Owns nothing: what a queue does is {@code storage.queue}'s, and who asks
 * is {@code edge}'s to say.
 */
@NullMarked
package dev.meterlark.storage.sqs;

import org.jspecify.annotations.NullMarked;
