package dev.meterlark.ingress;

import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

/**
 * Who was let in.
 *
 * @param caller null on a URL that is open to anyone
 */
record Guest(@Nullable Caller caller) {

    static final Guest ANYONE = new Guest(null);

    /** The id of the key that was shown. */
    static String keyId(Caller caller) {
        String subject = caller.subject();
        return subject.startsWith("key:") ? subject.substring(4) : subject;
    }
}
