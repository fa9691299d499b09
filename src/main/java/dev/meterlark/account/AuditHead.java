package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** The number of an account's newest audit record; its row lock keeps the numbers gapless. */
@Entity
@Table(name = "audit_head")
class AuditHead {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "last_number")
    private long lastNumber;

    AuditHead(AccountId account) {
        this.account = account;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected AuditHead() {}
}
