package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the outbox gave up and the operator looks after, of all accounts: mails, and what payment
 * providers were to be asked. What carriers leave to accounts is not in it.
 */
@Component
public class GivenUp {

    private final JdbcClient jdbc;
    private final ObjectProvider<OutboxCarrier> carriers;

    GivenUp(JdbcClient jdbc, ObjectProvider<OutboxCarrier> carriers) {
        this.jdbc = jdbc;
        this.carriers = carriers;
    }

    public record Entry(AccountId account, String kind, Delivery delivery) {}

    /** One more than the stretch, which tells whether there is a next; the latest first. */
    public List<Entry> list(Stretch stretch) {
        Place after = Place.read(stretch.after());
        return found(
                """
                and (parked_at < :at or parked_at = :at and id < :id)
                order by parked_at desc, id desc limit :most
                """,
                after.at,
                after.id,
                stretch.most() + 1);
    }

    /** What an entry is called in the cursor of {@link #list}. */
    public static String name(Entry entry) {
        return entry.delivery().parkedAt() + " " + entry.delivery().id();
    }

    public Optional<Entry> find(UUID id) {
        return found("and parked_at <= :at and id = :id limit :most", Place.FIRST.at, id, 1)
                .stream()
                .findFirst();
    }

    private List<Entry> found(String which, Instant at, UUID id, int most) {
        List<String> kinds =
                carriers.stream()
                        .filter(OutboxCarrier::isOperators)
                        .map(OutboxCarrier::kind)
                        .toList();
        return kinds.isEmpty()
                ? List.of()
                : jdbc.sql(
                                """
                                select id, account_id, kind, about, attempts, put_at, due_at,
                                    trouble, parked_at
                                from outbox where parked_at is not null and kind in (:kinds)
                                """
                                        + which)
                        .param("kinds", kinds)
                        .param("at", Columns.instant(at))
                        .param("id", id)
                        .param("most", most)
                        .query((row, _) -> entry(row))
                        .list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("kind"),
                Deliveries.delivery(row));
    }

    /** Behind which the list goes on. */
    private record Place(Instant at, UUID id) {

        /** Later than whatever is in it, and within what both databases take. */
        static final Place FIRST = new Place(Instant.parse("9000-01-01T00:00:00Z"), new UUID(0, 0));

        static Place read(String name) {
            if (name.isEmpty()) {
                return FIRST;
            }
            try {
                String[] parts = name.split(" ", 2);
                Instant at = Instant.parse(parts[0]);
                if (parts.length == 2 && at.isAfter(Instant.EPOCH) && at.isBefore(FIRST.at)) {
                    return new Place(at, UUID.fromString(parts[1]));
                }
            } catch (DateTimeException | IllegalArgumentException e) {
                // said below
            }
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}
