package dev.meterlark.account;

import dev.meterlark.edge.Acting;
import dev.meterlark.edge.ActingId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The operator goes into an account to help: only with a reason, only for a while, and both
 * accounts' audit logs say so. What is done meanwhile is written down as the operator's.
 */
@Service
@Transactional
public class ActingAs {

    private static final int SHORTEST_REASON = 8;
    private static final int LONGEST_REASON = 300;

    private final AccountRows accounts;
    private final ActingStayRows stays;
    private final AuditLog audit;
    private final ActingProperties properties;
    private final InstantSource clock;

    ActingAs(
            AccountRows accounts,
            ActingStayRows stays,
            AuditLog audit,
            ActingProperties properties,
            InstantSource clock) {
        this.accounts = accounts;
        this.stays = stays;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    public int longestMinutes() {
        return Math.toIntExact(properties.longest().toMinutes());
    }

    /** Refused for one's own account and for one that is not open. */
    public Acting begin(
            Caller operator,
            AccountId account,
            @Nullable String reason,
            @Nullable Integer minutes) {
        String why = reason == null ? "" : reason.strip();
        if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON) {
            throw invalid(
                    "the reason must have %d to %d characters, has: %d"
                            .formatted(SHORTEST_REASON, LONGEST_REASON, why.length()));
        }
        int length = minutes == null ? 15 : minutes;
        if (length < 1 || length > longestMinutes()) {
            throw invalid(
                    "minutes must be from 1 to %d, were: %d".formatted(longestMinutes(), length));
        }
        Account entered =
                accounts.findById(account)
                        .filter(each -> !each.id().equals(operator.account()))
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND, "there is no such account"));
        if (!entered.open()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT, "the account is not open: reopen it before you act in it");
        }
        Instant now = clock.instant();
        var acting =
                new Acting(
                        ActingId.random(),
                        account,
                        operator.account(),
                        why,
                        now.plus(Duration.ofMinutes(length)));
        stays.save(new ActingStay(acting, operator.subject(), now));
        audit.recordOfOperator(
                operator,
                account,
                "account.entered",
                "account:" + account,
                Map.of(
                        "by",
                        operator.subject(),
                        "reason",
                        why,
                        "until",
                        acting.until().toString()));
        return acting;
    }

    /** Those that are over too, the newest first. */
    @Transactional(readOnly = true)
    public Page<ActingView> all(@Nullable String cursor, @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        Cursor after = Cursor.parse(cursor);
        Instant now = clock.instant();
        List<ActingStay> found =
                after == null
                        ? stays.newest(Limit.of(most + 1))
                        : stays.before(after.at(), after.uuid(), Limit.of(most + 1));
        return Page.of(found, most, s -> new Cursor(s.begunAt(), s.id().toString()))
                .map(stay -> stay.view(now));
    }

    /**
     * Holds from the next request on, whoever began it; what is over stays as it was.
     *
     * @throws RefusedException when there was no such stay
     */
    public void end(ActingId id) {
        ActingStay stay = stays.lock(id.value()).orElseThrow(ActingAs::unknown);
        if (stay.end(clock.instant())) {
            String subject = "account:" + stay.account();
            audit.appendAll(
                    List.of(stay.account(), stay.operator()),
                    audit.entry("operator", "account.left", subject, Map.of()));
        }
    }

    public static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such stay in an account");
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
