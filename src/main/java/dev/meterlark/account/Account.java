package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Role;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

@Entity
@Table(name = "account")
class Account {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private AccountId id;

    @Column(name = "name")
    private String name;

    @Column(name = "slug")
    private String slug;

    @Column(name = "account_number")
    private String number;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    private AccountState state;

    @Column(name = "is_operator")
    private boolean operator;

    @Column(name = "stopped_by_operator")
    private boolean stoppedByOperator;

    @Column(name = "stopped_for_debt")
    private boolean stoppedForDebt;

    @Column(name = "concurrency")
    private int concurrency;

    @Column(name = "functions")
    private int functions;

    @Column(name = "code_bytes")
    private long codeBytes;

    @Column(name = "created_at")
    private Instant createdAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Account(AccountIdentity identity, AccountLimits limits, Instant now) {
        this.id = identity.id();
        this.name = identity.name();
        this.slug = identity.slug();
        this.number = identity.number();
        this.state = AccountState.OPEN;
        this.concurrency = limits.concurrency();
        this.functions = limits.functions();
        this.codeBytes = limits.codeBytes();
        this.createdAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Account() {}

    AccountId id() {
        return id;
    }

    AccountIdentity identity() {
        return new AccountIdentity(id, name, slug, number);
    }

    void rename(String newName) {
        name = newName;
    }

    AccountLimits limits() {
        return new AccountLimits(concurrency, functions, codeBytes);
    }

    /** What exists beyond a lower limit stays; nothing more comes to it. */
    boolean limit(AccountLimits wanted) {
        if (limits().equals(wanted)) {
            return false;
        }
        concurrency = wanted.concurrency();
        functions = wanted.functions();
        codeBytes = wanted.codeBytes();
        return true;
    }

    OpenAccount whenOpen() {
        return new OpenAccount(identity(), limits());
    }

    AccountState state() {
        return state;
    }

    boolean open() {
        return state == AccountState.OPEN;
    }

    boolean operator() {
        return operator;
    }

    Instant createdAt() {
        return createdAt;
    }

    void becomeOperators() {
        operator = true;
    }

    /** What a role may do here: the operator account's owner operates the installation too. */
    Set<Permission> permissionsOf(Role role) {
        if (!operator || role != Role.OWNER) {
            return role.permissions();
        }
        Set<Permission> all = EnumSet.copyOf(role.permissions());
        all.add(Permission.OPERATE);
        return Set.copyOf(all);
    }

    /**
     * By the operator: suspended also when it is for what it owes, and then paying does not open
     * it; open whatever it was suspended for.
     *
     * @return whether that changes whether it works
     */
    boolean become(AccountState next) {
        boolean wasForDebtOnly = stoppedForDebt && !stoppedByOperator;
        if (next == AccountState.SUSPENDED && wasForDebtOnly) {
            stoppedByOperator = true;
            return false;
        }
        move(next);
        stoppedByOperator = next == AccountState.SUSPENDED;
        stoppedForDebt = false;
        return true;
    }

    /**
     * @return whether it is suspended for what it owes now; never the operator's, nor a closed one
     */
    boolean stopForDebt() {
        if (operator || state == AccountState.CLOSED) {
            return false;
        }
        stoppedForDebt = true;
        state = AccountState.SUSPENDED;
        return true;
    }

    /**
     * @return whether it works again: not while the operator has it suspended too
     */
    boolean returnFromDebt() {
        boolean returns = stoppedForDebt && !stoppedByOperator && state == AccountState.SUSPENDED;
        stoppedForDebt = false;
        if (returns) {
            state = AccountState.OPEN;
        }
        return returns;
    }

    private void move(AccountState next) {
        if (operator) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "account %s is the operator's own and stays open".formatted(slug));
        }
        if (!state.mayBecome(next)) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "account %s is %s and cannot become %s"
                            .formatted(slug, wireName(state), wireName(next)));
        }
        state = next;
    }

    AccountOverview overview() {
        return new AccountOverview(identity(), wireName(state), operator, limits(), createdAt);
    }

    private static String wireName(AccountState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
