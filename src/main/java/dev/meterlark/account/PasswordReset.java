package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import java.time.Instant;

/** Leave to set a new password. */
@Entity
@Table(name = "password_reset")
class PasswordReset extends LeaveOfPerson {

    PasswordReset(SignedIn of, OneTimeToken token, Instant now, Instant expiresAt) {
        super(of, token, now, expiresAt);
    }

    protected PasswordReset() {}
}
