package dev.meterlark.worker.pool;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What the sandboxes of this node may take together and how long each is kept.
 *
 * @param maxSandboxes sandboxes at a time, idle ones included
 * @param memory sum of their memory limits; 0 means three quarters of the machine's
 * @param freezeAfter how long an idle sandbox may still compute
 * @param idleFor how long an idle sandbox is kept
 * @param longestLife after this it ends with its call
 * @param maxWaiting calls that wait for a sandbox at a time
 * @param longestWait how long a call waits for a sandbox
 * @param longestInit from a runtime's start until it asks for its first event
 * @param longestAfterwork how long a runtime may take between an answer and its next question
 * @param logBytesPerCall how much of what a call printed is kept
 * @param largestStream an answer that is passed on as the function produces it
 * @param streamPerSecond of such an answer behind its first 6 MB, as AWS has 2 MB; 0 is no limit
 * @param codeBytes unpacked packages kept on disk; those in use may exceed it
 */
@ConfigurationProperties("meterlark.worker")
record PoolProperties(
        @DefaultValue("200") int maxSandboxes,
        @DefaultValue("0B") DataSize memory,
        @DefaultValue("100ms") Duration freezeAfter,
        @DefaultValue("10m") Duration idleFor,
        @DefaultValue("2h") Duration longestLife,
        @DefaultValue("1000") int maxWaiting,
        @DefaultValue("10s") Duration longestWait,
        @DefaultValue("10s") Duration longestInit,
        @DefaultValue("10s") Duration longestAfterwork,
        @DefaultValue("256KB") DataSize logBytesPerCall,
        @DefaultValue("20MB") DataSize largestStream,
        @DefaultValue("0B") DataSize streamPerSecond,
        @DefaultValue("10GB") DataSize codeBytes) {

    PoolProperties {
        atLeast("max-sandboxes", maxSandboxes, 1);
        if (memory.toBytes() != 0 && memory.toMegabytes() < 128) {
            throw new IllegalArgumentException(
                    "meterlark.worker.memory must be 0 or at least 128MB, was: " + memory);
        }
        positive("freeze-after", freezeAfter);
        positive("idle-for", idleFor);
        positive("longest-life", longestLife);
        atLeast("max-waiting", maxWaiting, 0);
        positive("longest-wait", longestWait);
        positive("longest-init", longestInit);
        positive("longest-afterwork", longestAfterwork);
        atLeast("log-bytes-per-call", logBytesPerCall.toBytes(), 0);
        atLeast("largest-stream", largestStream.toBytes(), 1);
        atLeast("stream-per-second", streamPerSecond.toBytes(), 0);
        atLeast("code-bytes", codeBytes.toBytes(), 1);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "meterlark.worker.%s must be at least %d, was: %d"
                            .formatted(name, least, value));
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(
                    "meterlark.worker.%s must be longer than nothing, was: %s"
                            .formatted(name, value));
        }
    }
}
