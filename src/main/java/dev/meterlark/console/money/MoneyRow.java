package dev.meterlark.console.money;

import dev.meterlark.billing.operator.AccountAdjustments;
import dev.meterlark.billing.operator.AccountMoney;
import dev.meterlark.billing.operator.ParkedAccounts;
import dev.meterlark.billing.operator.RevenueMonth;
import dev.meterlark.billing.payment.Payment;
import dev.meterlark.billing.payment.PaymentKind;
import dev.meterlark.billing.payment.Payments;
import dev.meterlark.billing.payment.Receivable;
import dev.meterlark.billing.payment.Receivables;
import dev.meterlark.console.Show;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/** Rows of the operator's tables of money, as they are read. */
final class MoneyRow {

    private MoneyRow() {}

    record Aging(
            long invoices,
            String notDue,
            String upTo30,
            String upTo60,
            String upTo90,
            String older) {

        static Aging of(Receivables.Aging of) {
            return new Aging(
                    of.invoices(),
                    Show.amount(of.notDue()),
                    Show.amount(of.upTo30()),
                    Show.amount(of.upTo60()),
                    Show.amount(of.upTo90()),
                    Show.amount(of.older()));
        }
    }

    /**
     * An invoice with what is open of it.
     *
     * @param days since it was due; 0 when it is not
     * @param says what is special about it; null when nothing is
     */
    record Unpaid(
            String account,
            String accountName,
            String invoice,
            LocalDate due,
            long days,
            String owed,
            String paid,
            String open,
            String state,
            @Nullable String says) {

        static Unpaid of(Receivable of, String accountName, LocalDate today) {
            return new Unpaid(
                    of.account().toString(),
                    accountName,
                    of.invoice(),
                    of.due(),
                    of.daysOverdue(today),
                    shown(of.owed(), of.currency()),
                    shown(of.paid(), of.currency()),
                    shown(of.open(), of.currency()),
                    of.state().wireName(),
                    says(of));
        }

        private static @Nullable String says(Receivable of) {
            Receivable.Chase chase = of.chase();
            if (of.state() != Receivable.State.OPEN) {
                return of.refunded().signum() > 0
                        ? shown(of.refunded(), of.currency()) + " refunded"
                        : null;
            }
            if (chase.disputed()) {
                return "in dispute";
            }
            if (chase.exemptBecause() != null) {
                return "exempt: " + chase.exemptBecause();
            }
            String steps = chase.step() == 0 ? "" : chase.step() + " of the steps taken";
            String next = chase.next() == null ? "" : "next on " + chase.next();
            String both = steps + (steps.isEmpty() || next.isEmpty() ? "" : ", ") + next;
            return both.isEmpty() ? null : both;
        }
    }

    record Month(
            String month,
            String net,
            String tax,
            String gross,
            String corrected,
            String received,
            String back) {

        static Month of(RevenueMonth of) {
            return new Month(
                    of.month().toString(),
                    Show.amount(of.net()),
                    Show.amount(of.tax()),
                    Show.amount(of.gross()),
                    Show.amount(of.corrected()),
                    Show.amount(of.received()),
                    Show.amount(of.reversed().plus(of.refunded())));
        }
    }

    record Account(
            String id,
            String name,
            String number,
            String state,
            String calls,
            String atList,
            List<Balance> balances) {

        static Account of(AccountMoney of) {
            return new Account(
                    of.account().identity().id().toString(),
                    of.account().identity().name(),
                    of.account().identity().number(),
                    of.account().state(),
                    Show.count(of.calls()),
                    Show.sum(of.atList()),
                    of.balances().stream().map(Balance::of).toList());
        }
    }

    record Balance(String open, String overdue, boolean late, String credit) {

        static Balance of(AccountMoney.Balance of) {
            return new Balance(
                    Show.amount(of.open()),
                    Show.amount(of.overdue()),
                    of.overdue().amount().signum() > 0,
                    Show.amount(of.credit()));
        }
    }

    /**
     * @param undoable whether a person may reverse or refund it here
     */
    record Entry(
            String id,
            Instant at,
            String invoice,
            String kind,
            String provider,
            String reference,
            String amount,
            String credited,
            String reason,
            boolean undoable) {

        static Entry of(Payment of) {
            return new Entry(
                    of.id().toString(),
                    of.recordedAt(),
                    of.invoice(),
                    of.kind().wireName(),
                    of.provider(),
                    of.reference() == null ? "" : of.reference(),
                    shown(of.amount(), of.currency()),
                    of.credited().signum() == 0 ? "" : shown(of.credited(), of.currency()),
                    of.reason() == null ? "" : of.reason(),
                    of.kind() == PaymentKind.RECEIPT && of.provider().equals(Payments.MANUAL));
        }
    }

    record Parked(
            String account,
            String accountName,
            String month,
            String reason,
            String detail,
            Instant since) {

        static Parked of(ParkedAccounts.Parked of) {
            return new Parked(
                    of.account().toString(),
                    of.accountName(),
                    of.month().toString(),
                    of.reason(),
                    of.detail(),
                    of.since());
        }
    }

    /**
     * @param invoice empty while it waits for the next one
     */
    record Debit(String description, String amount, String invoice) {

        static Debit of(AccountAdjustments.Adjusted of) {
            return new Debit(
                    of.description(),
                    Show.amount(of.amount()),
                    of.invoice() == null ? "" : of.invoice());
        }
    }

    private static String shown(BigDecimal amount, Currency currency) {
        return Show.amount(new Money(amount, currency));
    }
}
