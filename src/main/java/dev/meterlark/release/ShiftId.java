package dev.meterlark.release;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** A shift, by a random id. */
@Embeddable
record ShiftId(UUID value) {

    static ShiftId random() {
        return new ShiftId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
