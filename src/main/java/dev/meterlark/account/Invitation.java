package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Role;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/** An offer to one e-mail address to join an account, good once. */
@Entity
@Table(name = "invitation")
class Invitation {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "email")
    private String email;

    @Enumerated(EnumType.STRING)
    @Column(name = "member_role")
    private Role role;

    @Column(name = "token_hash")
    private byte[] tokenHash;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "used_at")
    private @Nullable Instant usedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Invitation(
            AccountId account,
            EmailAddress email,
            Role role,
            OneTimeToken token,
            Instant now,
            Instant expiresAt) {
        this.id = RowId.random();
        this.account = account;
        this.email = email.value();
        this.role = role;
        this.tokenHash = token.hash();
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Invitation() {}

    AccountId account() {
        return account;
    }

    String email() {
        return email;
    }

    Role role() {
        return role;
    }

    boolean usable(Instant now) {
        return usedAt == null && now.isBefore(expiresAt);
    }

    InvitationView view() {
        return new InvitationView(
                id.value(), email, role.name().toLowerCase(Locale.ROOT), createdAt, expiresAt);
    }
}
