package dev.meterlark.ingress;

import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

/**
 * Who was let in.
 *
 * @param caller null where no key of the account is shown
 * @param token what an issuer's token says; null where none is asked for
 */
record Guest(@Nullable Caller caller, @Nullable TokenClaims token) {

    static final Guest ANYONE = new Guest(null, null);

    Guest(Caller caller) {
        this(caller, null);
    }

    /** The id of the key that was shown. */
    static String keyId(Caller caller) {
        String subject = caller.subject();
        return subject.startsWith("key:") ? subject.substring(4) : subject;
    }
}
