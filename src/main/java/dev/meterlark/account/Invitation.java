package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Role;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

import java.time.Instant;
import java.util.Locale;

/** An offer to one e-mail address to join an account. */
@Entity
@Table(name = "invitation")
class Invitation extends OneTimeLeave {

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "email")
    private String email;

    @Enumerated(EnumType.STRING)
    @Column(name = "member_role")
    private Role role;

    Invitation(
            AccountId account,
            EmailAddress email,
            Role role,
            OneTimeToken token,
            Instant now,
            Instant expiresAt) {
        super(token, now, expiresAt);
        this.account = account;
        this.email = email.value();
        this.role = role;
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

    InvitationView view() {
        return new InvitationView(
                id().value(),
                email,
                role.name().toLowerCase(Locale.ROOT),
                createdAt(),
                expiresAt());
    }
}
