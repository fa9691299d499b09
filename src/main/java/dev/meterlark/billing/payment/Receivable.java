package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;

/**
 * What an invoice asks for, and what of it came in.
 *
 * @param payer who is asked, as the invoice calls them
 * @param owed less what credit notes took off
 * @param paid and stayed; never more than is owed
 * @param refunded of what was paid, given back for good
 */
public record Receivable(
        AccountId account,
        String invoice,
        Currency currency,
        LocalDate issued,
        LocalDate due,
        String payer,
        @Nullable String payerEmail,
        BigDecimal owed,
        BigDecimal paid,
        BigDecimal refunded,
        State state,
        Chase chase) {

    public enum State {
        OPEN,
        PAID,
        VOID;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * How far it was gone after.
     *
     * @param disputed the payer's bank asked its money back: nothing is done until that is over
     * @param exemptBecause why the operator lets it be; null when they do not
     * @param postponedTo nothing is done before
     * @param round counts how often it became owed again
     * @param step taken in this round
     * @param steppedOn when the last of them was
     * @param next when the next one is to be taken; null when there is none
     */
    public record Chase(
            boolean disputed,
            @Nullable String exemptBecause,
            @Nullable LocalDate postponedTo,
            int round,
            int step,
            @Nullable LocalDate steppedOn,
            @Nullable LocalDate next) {}

    Receivable with(Chase next) {
        return new Receivable(
                account,
                invoice,
                currency,
                issued,
                due,
                payer,
                payerEmail,
                owed,
                paid,
                refunded,
                state,
                next);
    }

    /** How many days it has been due; 0 when it is not, or nothing is open. */
    public long daysOverdue(LocalDate today) {
        return state == State.OPEN ? Math.max(0, ChronoUnit.DAYS.between(due, today)) : 0;
    }

    /** What is still to come. */
    public BigDecimal open() {
        return state == State.VOID ? BigDecimal.ZERO : owed.subtract(paid);
    }
}
