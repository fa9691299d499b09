package dev.meterlark.account;

import dev.meterlark.edge.Acting;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
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
    private final AuditLog audit;
    private final ActingProperties properties;
    private final InstantSource clock;

    ActingAs(
            AccountRows accounts,
            AuditLog audit,
            ActingProperties properties,
            InstantSource clock) {
        this.accounts = accounts;
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
        int stays = minutes == null ? 15 : minutes;
        if (stays < 1 || stays > longestMinutes()) {
            throw invalid(
                    "minutes must be from 1 to %d, were: %d".formatted(longestMinutes(), stays));
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
        Instant until = clock.instant().plus(Duration.ofMinutes(stays));
        audit.recordOfOperator(
                operator,
                account,
                "account.entered",
                "account:" + account,
                Map.of("by", operator.subject(), "reason", why, "until", until.toString()));
        return new Acting(account, operator.account(), why, until);
    }

    public void end(Acting acting) {
        audit.appendAll(
                List.of(acting.account(), acting.from()),
                audit.entry("operator", "account.left", "account:" + acting.account(), Map.of()));
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
