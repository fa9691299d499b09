package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What the operator lets an account's functions reach beyond public addresses. */
@Entity
@Table(name = "account_egress")
class AccountEgress {

    /** Of the column. */
    static final int LONGEST = 4096;

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "openings")
    private String openings;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    AccountEgress(AccountId account, List<String> openings, Instant now) {
        this.account = account;
        this.openings = String.join("\n", openings);
        this.changedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected AccountEgress() {}

    AccountId account() {
        return account;
    }

    List<String> openings() {
        return openings.lines().toList();
    }

    void become(List<String> wanted, Instant now) {
        openings = String.join("\n", wanted);
        changedAt = now;
    }
}
