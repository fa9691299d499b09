package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What one function may do, or was once allowed to; it goes with the function. */
@Entity
@Table(name = "function_role")
class GrantedRole {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "function_id"))
    private FunctionId function;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "permissions")
    private String permissions;

    @Column(name = "functions")
    private String functions;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    GrantedRole(AccountId account, FunctionId function, FunctionRole role, Instant now) {
        this.account = account;
        this.function = function;
        this.permissions = String.join(" ", role.permissionNames());
        this.functions = String.join(" ", role.functionNames());
        this.changedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected GrantedRole() {}

    FunctionRole role() {
        return FunctionRole.parse(permissions, functions);
    }

    /** Counts its changes, from 1 on. */
    long revision() {
        return version == null ? 1 : version + 1;
    }

    void become(FunctionRole role, Instant now) {
        permissions = String.join(" ", role.permissionNames());
        functions = String.join(" ", role.functionNames());
        changedAt = now;
    }
}
