package dev.meterlark.account;

import com.fasterxml.jackson.annotation.JsonValue;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What the operator tells everybody, from when to when. */
public record AnnouncementView(UUID id, String text, Tone tone, Instant madeAt, Instant endsAt) {

    public enum Tone {
        INFO,
        WARNING;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Tone> of(String wireName) {
            return Arrays.stream(values()).filter(t -> t.wireName().equals(wireName)).findFirst();
        }
    }
}
