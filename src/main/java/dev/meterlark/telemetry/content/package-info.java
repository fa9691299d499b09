/**
 * Events and answers of calls, as far as they are kept for people to look at and to replay: the
 * beginning of some, for a while, and none of an account that does not want it. What is kept here
 * costs nobody money when it is lost. Instants are UTC and the node's.
 */
@NullMarked
@NamedInterface("content")
package dev.meterlark.telemetry.content;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
