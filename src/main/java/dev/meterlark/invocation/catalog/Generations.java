package dev.meterlark.invocation.catalog;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.SnapshotListener;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which functions an account has, by version and alias, and how often that or its pipelines
 * changed. Guarded by its own monitor; told under the snapshots' lock, so it does no more than
 * count.
 */
@Component
class Generations implements SnapshotListener {

    private final Map<AccountId, Account> accounts = new HashMap<>();

    private static final class Account {

        private final Set<FunctionRef> functions = new HashSet<>();
        private long number;
    }

    /**
     * @param number never the same for two states of one account
     */
    record Generation(long number, Set<FunctionRef> functions) {}

    @Override
    public synchronized void published(FunctionSnapshot function) {
        add(function.account(), function.name(), function.version());
    }

    @Override
    public synchronized void withdrawn(FunctionSnapshot function) {
        remove(function.account(), function.name(), function.version());
    }

    @Override
    public synchronized void published(AliasSnapshot alias) {
        add(alias.account(), alias.functionName(), alias.alias());
    }

    @Override
    public synchronized void withdrawn(AliasSnapshot alias) {
        remove(alias.account(), alias.functionName(), alias.alias());
    }

    /** Its pipelines are others. */
    synchronized void changed(AccountId account) {
        account(account).number++;
    }

    synchronized long number(AccountId account) {
        Account known = accounts.get(account);
        return known == null ? 0 : known.number;
    }

    synchronized Generation now(AccountId account) {
        Account known = account(account);
        return new Generation(known.number, Set.copyOf(known.functions));
    }

    private Account account(AccountId account) {
        return accounts.computeIfAbsent(account, _ -> new Account());
    }

    private void add(AccountId of, String name, String qualifier) {
        Account account = account(of);
        account.functions.add(new FunctionRef(name, qualifier));
        account.number++;
    }

    private void remove(AccountId of, String name, String qualifier) {
        Account account = account(of);
        account.functions.remove(new FunctionRef(name, qualifier));
        account.number++;
    }
}
