package dev.meterlark.account;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The operator's leave for one e-mail address to sign up, good once. */
@Entity
@Table(name = "sign_up_invitation")
class SignUpInvitation {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Column(name = "email")
    private String email;

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

    SignUpInvitation(EmailAddress email, OneTimeToken token, Instant now, Instant expiresAt) {
        this.id = RowId.random();
        this.email = email.value();
        this.tokenHash = token.hash();
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected SignUpInvitation() {}

    boolean isFor(EmailAddress address) {
        return email.equals(address.value());
    }
}
