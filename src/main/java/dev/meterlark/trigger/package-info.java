/**
 * Where storage and calls meet: queues, topics and buckets that are told of the ends of
 * asynchronous calls. It owns neither; storage knows no call, and a call knows no storage.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "platform",
            "edge",
            "account",
            "function::snapshot",
            "storage::bucket",
            "storage::queue",
            "storage::topic",
            "invocation"
        })
package dev.meterlark.trigger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
