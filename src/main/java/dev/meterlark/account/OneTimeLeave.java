package dev.meterlark.account;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Leave for whoever shows its token, good once and until it expires. */
@MappedSuperclass
abstract class OneTimeLeave {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

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

    OneTimeLeave(OneTimeToken token, Instant now, Instant expiresAt) {
        this.id = RowId.random();
        this.tokenHash = token.hash();
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected OneTimeLeave() {}

    RowId id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    boolean usable(Instant now) {
        return usedAt == null && now.isBefore(expiresAt);
    }
}
