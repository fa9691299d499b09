package dev.meterlark.account;

import dev.meterlark.edge.SignedIn;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import java.time.Instant;

/** Leave to sign in. */
@Entity
@Table(name = "sign_in_link")
class SignInLink extends LeaveOfPerson {

    SignInLink(SignedIn of, OneTimeToken token, Instant now, Instant expiresAt) {
        super(of, token, now, expiresAt);
    }

    protected SignInLink() {}
}
