package dev.meterlark.billing.operator;

import dev.meterlark.account.AccountOverview;
import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.List;

/**
 * An account with what it uses and owes.
 *
 * @param calls of the month so far, as its bill counts them
 * @param atList what they cost at list price
 * @param balances one for each currency in which it owes or has a credit
 */
public record AccountMoney(
        AccountOverview account,
        long calls,
        BigDecimal gbSeconds,
        Money atList,
        List<Balance> balances) {

    public AccountMoney {
        balances = List.copyOf(balances);
    }

    /**
     * @param open what it owes
     * @param overdue of it, since before today
     * @param credit what it has with the operator
     */
    public record Balance(Money open, Money overdue, Money credit) {}
}
