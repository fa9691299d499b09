/**
 * Records of a Kafka that the tenant runs. Owns how far a topic was read only as far as Kafka's own
 * group does not know it: offsets are committed there, after the calls that they stand for. Nothing
 * of Kafka's client is loaded before the first trigger needs it; its types appear in no bean. Times
 * of records are Kafka's.
 */
@NullMarked
@NamedInterface("kafka")
package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
