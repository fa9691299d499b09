/**
 * Topics: an event that is published is committed with a delivery for each subscription that wants
 * it, and from then on delivered at least once, under one id, in no promised order.
 */
@NullMarked
@NamedInterface("topic")
package dev.meterlark.storage.topic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
