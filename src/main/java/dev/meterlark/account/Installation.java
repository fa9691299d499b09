package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

/** The one row that says whose the installation is. */
@Entity
@Table(name = "installation")
class Installation {

    @Id
    @Column(name = "id")
    private int id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "operator_account"))
    private @Nullable AccountId operatorAccount;

    @Column(name = "operator_token_hash")
    private byte @Nullable [] operatorTokenHash;

    protected Installation() {}

    boolean hasOperator() {
        return operatorAccount != null;
    }

    boolean tokenFits(String token) {
        return operatorTokenHash != null && Sha256.fits(token, operatorTokenHash);
    }
}
