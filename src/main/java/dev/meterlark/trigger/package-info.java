/**
 * What makes functions and pipelines run: triggers as things of an account, and for each type what
 * hears of its events. Every event ends in the one front door, through the Handover. Also where
 * storage and calls meet: queues, topics and buckets that are told of the ends of calls. It owns
 * neither; storage knows no call, and a call knows no storage. Leases are by the database's clock;
 * other instants are UTC and the node's.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "shared",
            "network",
            "platform",
            "edge",
            "account",
            "function",
            "function::snapshot",
            "network",
            "pipeline",
            "storage",
            "storage::bucket",
            "storage::pattern",
            "storage::queue",
            "storage::table",
            "storage::topic",
            "telemetry::metrics",
            "ingress",
            "invocation",
            "network"
        })
package dev.meterlark.trigger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
