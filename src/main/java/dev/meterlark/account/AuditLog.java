package dev.meterlark.account;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import jakarta.persistence.EntityManager;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who changed what, and when, in one account. Records are numbered from 1 without gaps and are
 * never changed; one is there exactly when the change that it tells of was committed.
 */
@Service
@Transactional
public class AuditLog implements AuditTrail {

    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};
    private static final int LONGEST_DETAIL = 4_000;

    private static final String MATCHING =
            """
            select r from AuditRecord r
            where r.account = :account and r.number < :before
                and r.actor like :actor escape '!'
                and r.action like :action escape '!'
                and r.subject like :subject escape '!'
                and r.recordedAt >= :from and r.recordedAt < :to
            order by r.account.value, r.number desc
            """;

    private final AuditRows records;
    private final AuditHeads heads;
    private final EntityManager entities;
    private final RequestAddress addresses;
    private final JsonMapper json;
    private final InstantSource clock;
    private final ObjectProvider<AuditListener> listeners;

    AuditLog(
            AuditRows records,
            AuditHeads heads,
            EntityManager entities,
            RequestAddress addresses,
            JsonMapper json,
            InstantSource clock,
            ObjectProvider<AuditListener> listeners) {
        this.records = records;
        this.heads = heads;
        this.entities = entities;
        this.addresses = addresses;
        this.json = json;
        this.clock = clock;
        this.listeners = listeners;
    }

    /**
     * Joins the transaction of the change. It holds the account's audit lock to the transaction's
     * end, so call it last.
     *
     * @param action a dotted word in the past tense: {@code function.created}
     * @param subject what was changed: {@code function:thumbnails}
     * @param detail never a secret; of more than 4 000 characters only that it was too long is kept
     */
    @Override
    public void record(Caller caller, String action, String subject, Map<String, ?> detail) {
        append(caller.account(), caller.subject(), action, subject, detail);
        listeners.forEach(
                each -> each.recorded(caller.account(), caller.subject(), action, subject, detail));
    }

    /** What the operator changed of an account: both have it in their logs. Call it last, too. */
    public void recordOfOperator(
            Caller operator,
            AccountId account,
            String action,
            String subject,
            Map<String, ?> detail) {
        Set<AccountId> both = new HashSet<>(List.of(account, operator.account()));
        appendAll(both, entry("operator", action, subject, detail));
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public Page<AuditRecordView> page(
            Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        return page(caller, AuditFilter.ALL, cursor, limit);
    }

    /** Of those that the filter admits, the newest first. */
    @Transactional(readOnly = true)
    public Page<AuditRecordView> page(
            Caller caller, AuditFilter filter, @Nullable String cursor, @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        Cursor after = Cursor.parse(cursor);
        long before = after == null ? Long.MAX_VALUE : after.number();
        List<AuditRecord> found = found(caller, filter, before, most + 1);
        return Page.of(found, most, r -> new Cursor(r.recordedAt(), Long.toString(r.number())))
                .map(this::view);
    }

    /** Those older than that number, the newest first. */
    @Transactional(readOnly = true)
    List<AuditRecordView> before(Caller caller, AuditFilter filter, long number, int most) {
        return found(caller, filter, number, most).stream().map(this::view).toList();
    }

    private List<AuditRecord> found(Caller caller, AuditFilter filter, long before, int most) {
        if (filter.admitsAll()) {
            return records.before(caller.account(), before, Limit.of(most));
        }
        return entities.createQuery(MATCHING, AuditRecord.class)
                .setParameter("account", caller.account())
                .setParameter("before", before)
                .setParameter("actor", filter.actorPattern())
                .setParameter("action", filter.actionPattern())
                .setParameter("subject", filter.subjectPattern())
                .setParameter("from", filter.from())
                .setParameter("to", filter.to())
                .setMaxResults(most)
                .getResultList();
    }

    void open(AccountId account) {
        entities.persist(new AuditHead(account));
    }

    void append(
            AccountId account, String actor, String action, String subject, Map<String, ?> detail) {
        append(account, entry(actor, action, subject, detail), clock.instant());
    }

    /** Locks in one order, whoever locks several. */
    void appendAll(Collection<AccountId> accounts, AuditEntry entry) {
        Instant now = clock.instant();
        accounts.stream()
                .sorted(Comparator.comparing(AccountId::value))
                .forEach(a -> append(a, entry, now));
    }

    AuditEntry entry(String actor, String action, String subject, Map<String, ?> detail) {
        return new AuditEntry(actor, action, subject, text(detail), addresses.current());
    }

    void append(AccountId account, AuditEntry entry, Instant at) {
        if (heads.advance(account) != 1) {
            throw new IllegalStateException("account %s has no audit log".formatted(account));
        }
        entities.persist(new AuditRecord(account, heads.lastNumber(account), entry, at));
    }

    String text(Map<String, ?> detail) {
        String text = json.writeValueAsString(detail);
        return text.length() <= LONGEST_DETAIL ? text : "{\"tooLong\":" + text.length() + "}";
    }

    private AuditRecordView view(AuditRecord record) {
        AuditEntry entry = record.entry();
        return new AuditRecordView(
                record.number(),
                record.recordedAt(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                json.readValue(entry.detail(), DETAIL),
                entry.address());
    }
}
