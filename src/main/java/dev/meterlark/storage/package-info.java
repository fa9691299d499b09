/**
 * What we offer stateless functions to keep things in: queues, topics that fan out to them,
 * buckets, and tables. It owns what is in them and knows no function: what a message makes happen
 * is a trigger's. Instants are UTC and the node's; what is promised is at least once.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"shared", "platform", "edge", "account", "metering"})
package dev.meterlark.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
