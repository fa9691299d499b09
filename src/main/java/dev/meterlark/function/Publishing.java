package dev.meterlark.function;

import dev.meterlark.account.AccountClosed;
import dev.meterlark.account.AccountReopened;
import dev.meterlark.account.AccountSuspended;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.OpenAccount;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.shared.AccountId;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

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
    private final Functions functions;
    private final Accounts accounts;
    private final ApplicationEventPublisher events;

    Publishing(
            FunctionRows rows,
            Functions functions,
            Accounts accounts,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.functions = functions;
        this.accounts = accounts;
        this.events = events;
    }

    @Override
    @Transactional(readOnly = true)
    public Reading read() {
        Map<AccountId, OpenAccount> owners =
                accounts.allOpen().stream()
                        .collect(Collectors.toMap(owner -> owner.identity().id(), owner -> owner));
        List<FunctionSnapshot> known =
                rows.all().stream()
                        .filter(function -> owners.containsKey(function.account()))
                        .map(
                                function ->
                                        function.snapshot(
                                                Objects.requireNonNull(
                                                        owners.get(function.account()))))
                        .toList();
        return new Reading(known, List.of());
    }

    @EventListener
    @Transactional
    public void on(AccountSuspended event) {
        rows.lockAll(event.account())
                .forEach(function -> events.publishEvent(function.withdrawal()));
    }

    @EventListener
    @Transactional
    public void on(AccountReopened event) {
        OpenAccount owner = accounts.whenOpen(event.account()).orElseThrow();
        for (Function each : rows.lockAll(event.account())) {
            each.comeBack();
            events.publishEvent(new FunctionPublished(each.snapshot(owner)));
        }
    }

    /** For good, so the secrets in its environments go as well. */
    @EventListener
    @Transactional
    public void on(AccountClosed event) {
        rows.lockAll(event.account()).forEach(functions::remove);
    }
}
