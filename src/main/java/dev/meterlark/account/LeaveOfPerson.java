package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.PersonId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Leave for one person, good once and only while the credentials stay as they were. */
@MappedSuperclass
abstract class LeaveOfPerson {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Column(name = "credentials_version")
    private int credentialsVersion;

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

    LeaveOfPerson(SignedIn of, OneTimeToken token, Instant now, Instant expiresAt) {
        this.id = RowId.random();
        this.person = of.person();
        this.credentialsVersion = of.credentialsVersion();
        this.tokenHash = token.hash();
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected LeaveOfPerson() {}

    PersonId person() {
        return person;
    }

    /** Whether the credentials are still those that it was made for. */
    boolean fits(SignedIn current) {
        return current.credentialsVersion() == credentialsVersion;
    }

    boolean usable(SignedIn current, Instant now) {
        return usedAt == null && now.isBefore(expiresAt) && fits(current);
    }
}
