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

/** Which person an identity provider means by a subject. */
@Entity
@Table(name = "provider_identity")
class ProviderIdentity {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Column(name = "issuer")
    private String issuer;

    @Column(name = "subject")
    private String subject;

    @Column(name = "linked_at")
    private Instant linkedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    ProviderIdentity(PersonId person, ProvenIdentity proven, Instant now) {
        this.id = RowId.random();
        this.person = person;
        this.issuer = proven.issuer();
        this.subject = proven.subject();
        this.linkedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected ProviderIdentity() {}

    PersonId person() {
        return person;
    }
}
