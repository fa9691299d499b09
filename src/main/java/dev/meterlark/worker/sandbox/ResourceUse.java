package dev.meterlark.worker.sandbox;

/**
 * What a sandbox took so far, as its cgroup counted.
 *
 * @param cpuMicros user and system time of all its processes
 * @param peakMemoryBytes highest memory at a time, {@code /tmp} included
 */
public record ResourceUse(long cpuMicros, long peakMemoryBytes) {}
