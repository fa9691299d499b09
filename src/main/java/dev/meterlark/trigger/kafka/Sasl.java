package dev.meterlark.trigger.kafka;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Who we are to the brokers.
 *
 * @param mechanism {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}
 * @param password as it comes in; null once it is sealed
 */
record Sasl(@Nullable String mechanism, @Nullable String user, @Nullable String password) {

    private static final List<String> MECHANISMS =
            List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");
    private static final int LONGEST_USER = 256;
    private static final int LONGEST_PASSWORD = 1_024;

    Sasl {
        if (mechanism == null || !MECHANISMS.contains(mechanism)) {
            throw new IllegalArgumentException(
                    "security.sasl.mechanism is one of %s, was: %s"
                            .formatted(
                                    String.join(", ", MECHANISMS),
                                    Texts.shown(String.valueOf(mechanism))));
        }
        if (user == null || user.isEmpty()) {
            throw new IllegalArgumentException("security.sasl.user is missing");
        }
        bounded("user", user, LONGEST_USER);
        if (password != null) {
            bounded("password", password, LONGEST_PASSWORD);
        }
    }

    String kind() {
        return Objects.requireNonNull(mechanism);
    }

    String login() {
        return Objects.requireNonNull(user);
    }

    Sasl withoutPassword() {
        return new Sasl(mechanism, user, null);
    }

    private static void bounded(String member, String value, int most) {
        if (value.length() > most || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "security.sasl.%s may have %d characters and no NUL".formatted(member, most));
        }
    }

    /** The password must never get into a log by way of a record's text. */
    @Override
    public String toString() {
        return mechanism + " " + user;
    }
}
