package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.PersonId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A sign-in, apart from the accounts that it opens. */
@Entity
@Table(name = "person")
class Person {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private PersonId id;

    @Column(name = "email")
    private String email;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "credentials_version")
    private int credentialsVersion;

    @Column(name = "created_at")
    private Instant createdAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Person(PersonId id, EmailAddress email, String passwordHash, Instant now) {
        this.id = id;
        this.email = email.value();
        this.passwordHash = passwordHash;
        this.credentialsVersion = 1;
        this.createdAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Person() {}

    PersonId id() {
        return id;
    }

    String email() {
        return email;
    }

    String passwordHash() {
        return passwordHash;
    }

    /** What a session made now remembers. */
    SignedIn signedIn() {
        return new SignedIn(id, credentialsVersion);
    }

    /** Ends every session and every reset link made before. */
    void changePassword(String newHash) {
        passwordHash = newHash;
        credentialsVersion++;
    }
}
