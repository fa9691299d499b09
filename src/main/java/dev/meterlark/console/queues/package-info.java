/**
 * Pages of what waits and of what was given up: queues with their messages, topics with who gets
 * their events, asynchronous calls, dead letters and their replays, and ends of calls that nobody
 * could be told of.
 */
@NullMarked
package dev.meterlark.console.queues;

import org.jspecify.annotations.NullMarked;
