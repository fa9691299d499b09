/**
 * What functions ask of the platform, on port 9002 of their sandboxes' own loopback: requests are
 * read, cleaned of whatever claims an identity, and written anew to the platform with a pass that
 * says which sandbox speaks. Knows no account and no permission.
 */
@NullMarked
package dev.meterlark.worker.relay;

import org.jspecify.annotations.NullMarked;
