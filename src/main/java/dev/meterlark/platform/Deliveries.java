package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What of one kind an account has in the outbox: to look at, to try again, to give up. */
@Component
public class Deliveries {

    private final JdbcClient jdbc;
    private final Nudge nudge;
    private final InstantSource clock;

    Deliveries(JdbcClient jdbc, Nudge nudge, @OfDatabase InstantSource clock) {
        this.jdbc = jdbc;
        this.nudge = nudge;
        this.clock = clock;
    }

    /**
     * By their ids, which grow with time where they are of calls.
     *
     * @param parked only what was given up, or only what was not
     * @param after the last that was shown; null for the first
     */
    public List<Delivery> list(
            AccountId account, String kind, boolean parked, @Nullable UUID after, int most) {
        return jdbc.sql(
                        """
                        select id, about, attempts, put_at, due_at, trouble, parked_at from outbox
                        where account_id = ? and kind = ? and id > ? and parked_at is %s
                        order by id limit ?
                        """
                                .formatted(parked ? "not null" : "null"))
                .param(account.value())
                .param(kind)
                .param(after == null ? new UUID(0, 0) : after)
                .param(most)
                .query((row, _) -> delivery(row))
                .list();
    }

    /**
     * Tries again at once, with all of its time before it.
     *
     * @return whether there is such an entry; one that is just being carried is carried twice
     */
    public boolean retry(AccountId account, String kind, UUID id) {
        Instant now = clock.instant();
        int found =
                jdbc.sql(
                                """
                                update outbox set due_at = ?, put_at = ?, attempts = 0,
                                    parked_at = null, epoch = epoch + 1
                                where account_id = ? and kind = ? and id = ?
                                """)
                        .param(Columns.instant(now))
                        .param(Columns.instant(now))
                        .param(account.value())
                        .param(kind)
                        .param(id)
                        .update();
        nudge.give();
        return found == 1;
    }

    public boolean delete(AccountId account, String kind, UUID id) {
        return jdbc.sql("delete from outbox where account_id = ? and kind = ? and id = ?")
                        .param(account.value())
                        .param(kind)
                        .param(id)
                        .update()
                == 1;
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        String trouble = row.getString("trouble");
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getString("about"),
                row.getInt("attempts"),
                row.getObject("put_at", OffsetDateTime.class).toInstant(),
                instant(row, "due_at"),
                trouble == null ? "" : trouble,
                instant(row, "parked_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
