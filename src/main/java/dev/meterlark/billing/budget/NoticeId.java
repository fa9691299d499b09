package dev.meterlark.billing.budget;

import java.util.UUID;

/** Of what somebody is told once, the same over all attempts. */
record NoticeId(UUID value) {

    static NoticeId random() {
        return new NoticeId(UUID.randomUUID());
    }
}
