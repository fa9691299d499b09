package dev.meterlark.invocation.deadletter;

import dev.meterlark.shared.InvocationId;

import java.time.Instant;

/** Where a list goes on: behind this one. */
public record Place(Instant endedAt, InvocationId id) {

    static Place of(DeadLetter letter) {
        return new Place(letter.endedAt(), letter.id());
    }
}
