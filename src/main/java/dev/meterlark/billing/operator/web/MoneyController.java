package dev.meterlark.billing.operator.web;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.Page;
import dev.meterlark.billing.operator.AccountMoney;
import dev.meterlark.billing.operator.AccountsMoney;
import dev.meterlark.billing.operator.Revenue;
import dev.meterlark.billing.operator.RevenueMonth;
import dev.meterlark.billing.payment.Receivable;
import dev.meterlark.billing.payment.Receivables;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** Money over all accounts; amounts are decimal strings, and never of two currencies together. */
@RestController
@RequestMapping("/api/v1/admin/billing")
class MoneyController {

    private final AccountsMoney money;
    private final Accounts accounts;
    private final Receivables receivables;
    private final Revenue revenue;
    private final InstantSource clock;

    MoneyController(
            AccountsMoney money,
            Accounts accounts,
            Receivables receivables,
            Revenue revenue,
            InstantSource clock) {
        this.money = money;
        this.accounts = accounts;
        this.receivables = receivables;
        this.revenue = revenue;
        this.clock = clock;
    }

    /** Every account with its usage of the month so far and what it owes; the newest first. */
    @GetMapping("/accounts")
    @Access(Permission.OPERATE)
    Page<Account> accounts(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<AccountMoney> page = money.list(cursor, limit);
        return new Page<>(page.items().stream().map(Account::of).toList(), page.nextCursor());
    }

    /** Invoices that are not paid, the longest due first. */
    @GetMapping("/unpaid")
    @Access(Permission.OPERATE)
    Page<Unpaid> unpaid(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        LocalDate today = receivables.day(clock.instant());
        Page<Receivable> page = receivables.unpaid(cursor, limit);
        return new Page<>(
                page.items().stream().map(each -> unpaid(each, today)).toList(), page.nextCursor());
    }

    /** What is unpaid, by currency and by how many days it has been due. */
    @GetMapping("/aging")
    @Access(Permission.OPERATE)
    Agings aging() {
        LocalDate today = receivables.day(clock.instant());
        return new Agings(
                today, receivables.aging(today).stream().map(MoneyController::aging).toList());
    }

    /** By month and currency, the newest first; a year when nothing else is asked for. */
    @GetMapping("/revenue")
    @Access(Permission.OPERATE)
    Months revenue(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        return new Months(revenue.months(from, to).stream().map(Month::of).toList());
    }

    private Unpaid unpaid(Receivable of, LocalDate today) {
        return new Unpaid(
                of.account().toString(),
                accounts.identity(of.account()).name(),
                of.invoice(),
                of.issued(),
                of.due(),
                of.daysOverdue(today),
                plain(of.open(), of.currency()),
                of.currency().getCurrencyCode(),
                of.chase().disputed(),
                of.chase().exemptBecause(),
                of.chase().postponedTo(),
                of.chase().step(),
                of.chase().next());
    }

    private static Aging aging(Receivables.Aging of) {
        return new Aging(
                of.notDue().currency().getCurrencyCode(),
                of.invoices(),
                of.notDue().plainAmount(),
                of.upTo30().plainAmount(),
                of.upTo60().plainAmount(),
                of.upTo90().plainAmount(),
                of.older().plainAmount());
    }

    private static String plain(BigDecimal amount, Currency currency) {
        return new Money(amount, currency).plainAmount();
    }

    /**
     * @param calls that are billed
     * @param atList what they cost at list price
     */
    record Account(
            String id,
            String name,
            String number,
            String state,
            long calls,
            String gbSeconds,
            String atList,
            String currency,
            List<Balance> balances) {

        static Account of(AccountMoney of) {
            return new Account(
                    of.account().identity().id().toString(),
                    of.account().identity().name(),
                    of.account().identity().number(),
                    of.account().state(),
                    of.calls(),
                    of.gbSeconds().toPlainString(),
                    of.atList().plainAmount(),
                    of.atList().currency().getCurrencyCode(),
                    of.balances().stream().map(Balance::of).toList());
        }
    }

    /**
     * @param overdue of what is open, since before today
     * @param credit what the account has with the operator
     */
    record Balance(String currency, String open, String overdue, String credit) {

        static Balance of(AccountMoney.Balance of) {
            return new Balance(
                    of.open().currency().getCurrencyCode(),
                    of.open().plainAmount(),
                    of.overdue().plainAmount(),
                    of.credit().plainAmount());
        }
    }

    /**
     * @param steps of dunning that were taken since it is owed
     * @param next the day of the next one; null when there is none
     */
    record Unpaid(
            String account,
            String accountName,
            String invoice,
            LocalDate issued,
            LocalDate due,
            long daysOverdue,
            String open,
            String currency,
            boolean disputed,
            @Nullable String exemptBecause,
            @Nullable LocalDate postponedTo,
            int steps,
            @Nullable LocalDate next) {}

    record Agings(LocalDate today, List<Aging> items) {}

    /**
     * @param upTo30 days since it was due
     */
    record Aging(
            String currency,
            long invoices,
            String notDue,
            String upTo30,
            String upTo60,
            String upTo90,
            String older) {}

    record Months(List<Month> items) {}

    /**
     * @param month {@code 2026-11}
     * @param net of invoices that are not void, less credit notes; also tax and gross
     * @param corrected what credit notes took back of gross
     */
    record Month(
            String month,
            String currency,
            String net,
            String tax,
            String gross,
            String corrected,
            String received,
            String reversed,
            String refunded) {

        static Month of(RevenueMonth of) {
            return new Month(
                    of.month().toString(),
                    of.net().currency().getCurrencyCode(),
                    of.net().plainAmount(),
                    of.tax().plainAmount(),
                    of.gross().plainAmount(),
                    of.corrected().plainAmount(),
                    of.received().plainAmount(),
                    of.reversed().plainAmount(),
                    of.refunded().plainAmount());
        }
    }
}
