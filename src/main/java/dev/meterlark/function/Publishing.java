package dev.meterlark.function;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.AccountLimited;
import dev.meterlark.account.AccountReopened;
import dev.meterlark.account.AccountSuspended;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.OpenAccount;
import dev.meterlark.function.snapshot.AliasPublished;
import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Which functions the data plane may call: those of open accounts. What happens to an account
 * happens to its functions in the same transaction.
 */
@Component
class Publishing implements SnapshotSource {

    private final FunctionRows rows;
    private final VersionRows versions;
    private final AliasRows aliases;
    private final Removal removal;
    private final Accounts accounts;
    private final ApplicationEventPublisher events;

    Publishing(
            FunctionRows rows,
            VersionRows versions,
            AliasRows aliases,
            Removal removal,
            Accounts accounts,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.versions = versions;
        this.aliases = aliases;
        this.removal = removal;
        this.accounts = accounts;
        this.events = events;
    }

    @Override
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Reading read() {
        Map<AccountId, OpenAccount> owners =
                accounts.allOpen().stream()
                        .collect(Collectors.toMap(owner -> owner.identity().id(), owner -> owner));
        Map<FunctionId, Function> known =
                rows.all().stream()
                        .filter(function -> owners.containsKey(function.account()))
                        .collect(Collectors.toMap(Function::id, function -> function));
        List<FunctionSnapshot> snapshots = new ArrayList<>();
        for (Function each : known.values()) {
            snapshots.add(each.snapshot(ownerOf(each, owners)));
        }
        for (FunctionVersion each : versions.all()) {
            Function function = known.get(each.function());
            if (function != null) {
                snapshots.add(each.snapshot(function, ownerOf(function, owners)));
            }
        }
        List<AliasSnapshot> leading = new ArrayList<>();
        for (FunctionAlias each : aliases.all()) {
            Function function = known.get(each.function());
            if (function != null) {
                leading.add(each.snapshot(function.name()));
            }
        }
        return new Reading(snapshots, leading);
    }

    private static OpenAccount ownerOf(Function function, Map<AccountId, OpenAccount> owners) {
        return Objects.requireNonNull(owners.get(function.account()));
    }

    @EventListener
    @Transactional
    public void on(AccountSuspended event) {
        for (Function each : rows.lockAll(event.account())) {
            aliases.of(each.id()).forEach(a -> events.publishEvent(a.withdrawal(each.name())));
            versions.of(each.id()).forEach(v -> events.publishEvent(v.withdrawal(each.name())));
            events.publishEvent(each.withdrawal());
        }
    }

    @EventListener
    @Transactional
    public void on(AccountReopened event) {
        publishAll(accounts.whenOpen(event.account()).orElseThrow());
    }

    /** Snapshots say what their account may use at once. */
    @EventListener
    @Transactional
    public void on(AccountLimited event) {
        accounts.whenOpen(event.account()).ifPresent(this::publishAll);
    }

    private void publishAll(OpenAccount owner) {
        for (Function each : rows.lockAll(owner.identity().id())) {
            each.comeBack();
            events.publishEvent(new FunctionPublished(each.snapshot(owner)));
            for (FunctionVersion version : versions.of(each.id())) {
                version.comeBack();
                events.publishEvent(new FunctionPublished(version.snapshot(each, owner)));
            }
            for (FunctionAlias alias : aliases.of(each.id())) {
                alias.comeBack();
                events.publishEvent(new AliasPublished(alias.snapshot(each.name())));
            }
        }
    }

    /** For good, so the secrets in its environments go as well. */
    @EventListener
    @Transactional
    public void on(AccountClosed event) {
        rows.lockAll(event.account()).forEach(removal::remove);
    }
}
