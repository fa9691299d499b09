package dev.meterlark.function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.AccountReopened;
import dev.meterlark.account.AccountSuspended;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.OpenAccount;
import dev.meterlark.edge.FunctionIdentities;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Functions as their last requests found them, for a few seconds at most. As with API keys, every
 * change of rights raises the generation after its commit and so makes everything known before it
 * worthless: on this node it holds from the next request on, also against a look-up that began
 * before the commit.
 */
@Component
class KnownRoles implements FunctionIdentities {

    private final Cache<FunctionId, Known> known =
            Caffeine.newBuilder()
                    .maximumSize(20_000)
                    .expireAfterWrite(Duration.ofSeconds(5))
                    .build();
    private final AtomicLong generation = new AtomicLong();
    private final FunctionRows functions;
    private final GrantedRoleRows roles;
    private final Accounts accounts;

    private record Known(long generation, AccountId account, Optional<Caller> caller) {}

    KnownRoles(FunctionRows functions, GrantedRoleRows roles, Accounts accounts) {
        this.functions = functions;
        this.roles = roles;
        this.accounts = accounts;
    }

    @Override
    public Optional<Caller> of(AccountId account, FunctionId function) {
        Known found = known.getIfPresent(function);
        if (found == null
                || found.generation != generation.get()
                || !found.account.equals(account)) {
            long asOf = generation.get();
            found = new Known(asOf, account, load(account, function));
            known.put(function, found);
        }
        return found.caller;
    }

    private Optional<Caller> load(AccountId account, FunctionId function) {
        Optional<OpenAccount> owner = accounts.whenOpen(account);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        AccountIdentity identity = owner.get().identity();
        return functions
                .findByAccountAndId(account, function)
                .map(
                        found -> {
                            FunctionRole role =
                                    roles.findByAccountAndFunction(account, function)
                                            .map(GrantedRole::role)
                                            .orElse(FunctionRole.NONE);
                            return new Caller(
                                    account,
                                    identity.slug(),
                                    identity.number(),
                                    "function:" + found.name(),
                                    role.permissions(),
                                    role.about());
                        });
    }

    /** Call in every transaction that takes a right away or gives one. */
    void forgetAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            generation.incrementAndGet();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        generation.incrementAndGet();
                    }
                });
    }

    @EventListener
    void on(FunctionWithdrawn event) {
        forgetAfterCommit();
    }

    @EventListener
    void on(AccountSuspended event) {
        forgetAfterCommit();
    }

    @EventListener
    void on(AccountReopened event) {
        forgetAfterCommit();
    }

    @EventListener
    void on(AccountClosed event) {
        forgetAfterCommit();
    }
}
