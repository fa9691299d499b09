package dev.meterlark.storage.sqs;

import java.util.UUID;

/** What an answer is called, so that a person can speak of it. */
record RequestId(UUID value) {

    static RequestId random() {
        return new RequestId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
