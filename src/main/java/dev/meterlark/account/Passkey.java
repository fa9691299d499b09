package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The public half of a key that a person's device, or a password manager, keeps to itself. */
@Entity
@Table(name = "passkey")
class Passkey {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Column(name = "credential_id")
    private byte[] credentialId;

    @Column(name = "credential")
    private byte[] credential;

    @Column(name = "sign_count")
    private long signCount;

    @Column(name = "name")
    private String name;

    @Column(name = "transports")
    private String transports;

    @Column(name = "made_at")
    private Instant madeAt;

    @Column(name = "used_at")
    private @Nullable Instant usedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Passkey(PersonId person, String name, PasskeyProofs.Made made, Instant now) {
        this.id = RowId.random();
        this.person = person;
        this.name = name;
        this.credentialId = made.credentialId();
        this.credential = made.credential();
        this.signCount = made.signCount();
        this.transports = made.transports();
        this.madeAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Passkey() {}

    UUID id() {
        return id.value();
    }

    PersonId person() {
        return person;
    }

    byte[] credentialId() {
        return credentialId;
    }

    byte[] credential() {
        return credential;
    }

    long signCount() {
        return signCount;
    }

    List<String> transports() {
        return Arrays.stream(transports.split(" ")).filter(t -> !t.isEmpty()).toList();
    }

    void used(long count, Instant now) {
        signCount = count;
        usedAt = now;
    }

    PasskeyView view() {
        return new PasskeyView(id.value(), name, madeAt, usedAt);
    }
}
