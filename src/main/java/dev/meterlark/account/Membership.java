package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.PersonId;
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

/** A person in an account, with one role. */
@Entity
@Table(name = "membership")
class Membership {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Enumerated(EnumType.STRING)
    @Column(name = "member_role")
    private Role role;

    @Column(name = "joined_at")
    private Instant joinedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Membership(AccountId account, PersonId person, Role role, Instant now) {
        this.id = RowId.random();
        this.account = account;
        this.person = person;
        this.role = role;
        this.joinedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Membership() {}

    AccountId account() {
        return account;
    }

    PersonId person() {
        return person;
    }

    Role role() {
        return role;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    void changeRole(Role next) {
        role = next;
    }
}
