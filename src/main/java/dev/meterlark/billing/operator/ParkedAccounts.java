package dev.meterlark.billing.operator;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.billing.invoice.Closes;
import dev.meterlark.billing.invoice.ParkedMonth;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;

/** Months that wait for a person before they are billed. */
@Service
@Transactional(readOnly = true)
public class ParkedAccounts {

    private final Closes closes;
    private final Accounts accounts;

    ParkedAccounts(Closes closes, Accounts accounts) {
        this.closes = closes;
        this.accounts = accounts;
    }

    /**
     * @param reason in a word
     * @param net what it would come to
     */
    public record Parked(
            AccountId account,
            String accountName,
            YearMonth month,
            String reason,
            String detail,
            BigDecimal net,
            Instant since) {}

    public Page<Parked> list(@Nullable String cursor, @Nullable Integer limit) {
        Page<ParkedMonth> page = closes.parked(cursor, limit);
        return new Page<>(
                page.items().stream()
                        .map(
                                each ->
                                        new Parked(
                                                each.account(),
                                                accounts.identity(each.account()).name(),
                                                each.period(),
                                                each.reason().wireName(),
                                                each.detail(),
                                                each.net(),
                                                each.since()))
                        .toList(),
                page.nextCursor());
    }
}
