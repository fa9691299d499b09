package dev.meterlark.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import java.time.Instant;

/** The operator's leave for one e-mail address to sign up. */
@Entity
@Table(name = "sign_up_invitation")
class SignUpInvitation extends OneTimeLeave {

    @Column(name = "email")
    private String email;

    SignUpInvitation(EmailAddress email, OneTimeToken token, Instant now, Instant expiresAt) {
        super(token, now, expiresAt);
        this.email = email.value();
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected SignUpInvitation() {}

    boolean isFor(EmailAddress address) {
        return email.equals(address.value());
    }
}
