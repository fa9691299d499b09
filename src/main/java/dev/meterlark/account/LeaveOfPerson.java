package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;
import dev.meterlark.shared.PersonId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.MappedSuperclass;

import java.time.Instant;

/** Leave for one person, only while the credentials stay as they were. */
@MappedSuperclass
abstract class LeaveOfPerson extends OneTimeLeave {

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Column(name = "credentials_version")
    private int credentialsVersion;

    LeaveOfPerson(SignedIn of, OneTimeToken token, Instant now, Instant expiresAt) {
        super(token, now, expiresAt);
        this.person = of.person();
        this.credentialsVersion = of.credentialsVersion();
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
        return usable(now) && fits(current);
    }
}
