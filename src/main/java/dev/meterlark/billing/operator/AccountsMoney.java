package dev.meterlark.billing.operator;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.billing.UsageRange;
import dev.meterlark.billing.UsageReport;
import dev.meterlark.billing.UsageReports;
import dev.meterlark.billing.payment.Receivables;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Every account with what it uses and owes. */
@Service
@Transactional(readOnly = true)
public class AccountsMoney {

    private final Accounts accounts;
    private final UsageReports usage;
    private final Receivables receivables;
    private final CreditSums credits;
    private final InstantSource clock;

    AccountsMoney(
            Accounts accounts,
            UsageReports usage,
            Receivables receivables,
            CreditSums credits,
            InstantSource clock) {
        this.accounts = accounts;
        this.usage = usage;
        this.receivables = receivables;
        this.credits = credits;
        this.clock = clock;
    }

    /** The newest first. */
    public Page<AccountMoney> list(@Nullable String cursor, @Nullable Integer limit) {
        Instant now = clock.instant();
        Page<AccountOverview> page = accounts.all(cursor, limit);
        List<AccountId> ids = page.items().stream().map(each -> each.identity().id()).toList();
        Map<AccountId, List<AccountMoney.Balance>> balances = balances(ids, now);
        UsageRange month = UsageRange.of(null, null, now);
        return new Page<>(
                page.items().stream()
                        .map(
                                each ->
                                        money(
                                                each,
                                                month,
                                                balances.getOrDefault(
                                                        each.identity().id(), List.of())))
                        .toList(),
                page.nextCursor());
    }

    /** Of one account; none when it owes nothing and has no credit. */
    public List<AccountMoney.Balance> balances(AccountId account) {
        return balances(List.of(account), clock.instant()).getOrDefault(account, List.of());
    }

    private AccountMoney money(
            AccountOverview account, UsageRange month, List<AccountMoney.Balance> balances) {
        UsageReport.Item used = usage.of(account.identity().id(), month, Set.of()).total();
        return new AccountMoney(
                account,
                used.used().billableCalls(),
                used.gbSeconds(),
                used.used().price(),
                balances);
    }

    private Map<AccountId, List<AccountMoney.Balance>> balances(
            List<AccountId> accounts, Instant now) {
        Map<Key, AccountMoney.Balance> byKey = new TreeMap<>();
        for (Receivables.Balance each : receivables.balances(accounts, receivables.day(now))) {
            byKey.put(
                    key(each.account(), each.currency()),
                    new AccountMoney.Balance(
                            new Money(each.open(), each.currency()),
                            new Money(each.overdue(), each.currency()),
                            Money.zero(each.currency())));
        }
        for (CreditSums.Left each : credits.left(accounts, now)) {
            byKey.merge(
                    key(each.account(), each.left().currency()),
                    new AccountMoney.Balance(
                            Money.zero(each.left().currency()),
                            Money.zero(each.left().currency()),
                            each.left()),
                    (owed, credit) ->
                            new AccountMoney.Balance(owed.open(), owed.overdue(), credit.credit()));
        }
        return byKey.entrySet().stream()
                .collect(
                        groupingBy(
                                each -> new AccountId(each.getKey().account()),
                                mapping(Map.Entry::getValue, toList())));
    }

    private record Key(UUID account, String currency) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byAccount = account.compareTo(other.account);
            return byAccount == 0 ? currency.compareTo(other.currency) : byAccount;
        }
    }

    private static Key key(AccountId account, Currency currency) {
        return new Key(account.value(), currency.getCurrencyCode());
    }
}
