package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** One entry of the audit log; never changed. */
@Entity
@Immutable
@Table(name = "audit_record")
class AuditRecord {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "record_number")
    private long number;

    @Column(name = "actor")
    private String actor;

    @Column(name = "action")
    private String action;

    @Column(name = "subject")
    private String subject;

    @Column(name = "detail")
    private String detail;

    @Column(name = "address")
    private @Nullable String address;

    @Column(name = "recorded_at")
    private Instant recordedAt;

    AuditRecord(AccountId account, long number, AuditEntry entry, Instant now) {
        this.id = RowId.random();
        this.account = account;
        this.number = number;
        this.actor = entry.actor();
        this.action = entry.action();
        this.subject = entry.subject();
        this.detail = entry.detail();
        this.address = entry.address();
        this.recordedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected AuditRecord() {}

    long number() {
        return number;
    }

    Instant recordedAt() {
        return recordedAt;
    }

    AuditEntry entry() {
        return new AuditEntry(actor, action, subject, detail, address);
    }
}
