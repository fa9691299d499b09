package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/**
 * The database's time, which all nodes share: read now and then, and carried on by the monotonic
 * clock in between. A node whose own clock is wrong, or jumps, leases and settles at the right
 * times all the same.
 */
@Component
public class DatabaseClock {

    private final JdbcTemplate jdbc;
    private volatile @Nullable Reading last;

    private record Reading(Instant at, long nanos) {}

    public DatabaseClock(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Asks the database only the first time. */
    public Instant now() {
        Reading reading = last;
        if (reading == null) {
            reading = read();
        }
        return reading.at.plus(Duration.ofNanos(System.nanoTime() - reading.nanos));
    }

    /** Follows the database's clock, wherever it went. */
    public void follow() {
        read();
    }

    private Reading read() {
        OffsetDateTime time =
                Objects.requireNonNull(
                        jdbc.queryForObject("select current_timestamp", OffsetDateTime.class));
        Reading reading = new Reading(time.toInstant(), System.nanoTime());
        last = reading;
        return reading;
    }
}
