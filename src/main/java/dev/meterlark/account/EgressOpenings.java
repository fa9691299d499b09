package dev.meterlark.account;

import static java.util.stream.Collectors.toMap;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What functions that may connect to the internet reach beyond public addresses, account by account
 * and by the operator's word: a tenant's own database in a private network, say.
 */
@Service
@Transactional
public class EgressOpenings {

    static final int MOST = 32;

    private final AccountRows accounts;
    private final AccountEgressRows rows;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    EgressOpenings(
            AccountRows accounts,
            AccountEgressRows rows,
            AuditLog audit,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<String> of(AccountId account) {
        if (accounts.findById(account).isEmpty()) {
            throw unknown();
        }
        return rows.findById(account).map(AccountEgress::openings).orElse(List.of());
    }

    /** Of every account that has any. */
    @Transactional(readOnly = true)
    public Map<AccountId, List<String>> all() {
        return rows.all().stream().collect(toMap(AccountEgress::account, AccountEgress::openings));
    }

    /**
     * A withdrawal holds for the next connection; what is opened is reached by sandboxes that start
     * from now on.
     *
     * @param asked all of them, each a network and ports: {@code 10.1.2.0/24 5432,8000-8010}
     */
    public List<String> change(
            Caller operator, AccountId account, @Nullable List<@Nullable String> asked) {
        List<String> openings = checked(asked);
        if (accounts.lock(account).isEmpty()) {
            throw unknown();
        }
        Instant now = clock.instant();
        Optional<AccountEgress> before = rows.findById(account);
        if (before.map(AccountEgress::openings).orElse(List.of()).equals(openings)) {
            return openings;
        }
        before.ifPresentOrElse(
                row -> row.become(openings, now),
                () -> rows.save(new AccountEgress(account, openings, now)));
        events.publishEvent(new EgressChanged(account, openings));
        audit.appendAll(
                List.of(account, operator.account()).stream().distinct().toList(),
                audit.entry(
                        "operator",
                        "account.egress-changed",
                        "account:" + account,
                        Map.of("openings", openings)));
        return openings;
    }

    private static List<String> checked(@Nullable List<@Nullable String> asked) {
        if (asked == null) {
            throw invalid("openings is missing; [] takes all away");
        }
        if (asked.size() > MOST) {
            throw invalid("openings holds at most %d, were: %d".formatted(MOST, asked.size()));
        }
        List<String> openings = new ArrayList<>();
        for (String each : asked) {
            openings.add(checked(each));
        }
        if (String.join("\n", openings).length() > AccountEgress.LONGEST) {
            throw invalid(
                    "openings may have %d characters altogether".formatted(AccountEgress.LONGEST));
        }
        return openings;
    }

    private static String checked(@Nullable String asked) {
        String text = asked == null ? "" : asked.strip();
        try {
            if (text.split(" ").length != 2 || !text.matches("[\\x20-\\x7e]+")) {
                throw new IllegalArgumentException(
                        "a network and ports are needed, as in '10.1.2.0/24 5432'");
            }
            Opening.parse(text, AddressPolicy.NEVER);
            return text;
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "openings cannot hold %s: %s"
                            .formatted(asked == null ? "null" : Text.shown(asked), e.getMessage()));
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    private static RefusedException unknown() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such account");
    }
}
