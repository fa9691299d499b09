package dev.meterlark.billing;

import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.UsageLine;
import dev.meterlark.invocation.CallPrice;
import dev.meterlark.invocation.CallUsage;
import dev.meterlark.invocation.Reservation;
import dev.meterlark.invocation.SpendGuard;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What an account is on. Every account is on "Pay as you go". In memory: asked for every call. */
@Component
public class Plans implements SpendGuard {

    private static final PriceBook BOOK = PriceBook.PAY_AS_YOU_GO_2026_01;

    private static final CompletableFuture<Reservation> FREE =
            CompletableFuture.completedFuture(Reservation.NONE);

    Plans() {}

    @Override
    public CallPrice price(AccountId account, CallUsage used) {
        return new CallPrice(
                BOOK.atList(
                        List.of(
                                UsageLine.requests(used.requests()),
                                UsageLine.gbSeconds(BigDecimal.valueOf(used.mibMillis())))),
                BOOK.id());
    }

    @Override
    public CompletableFuture<Reservation> reserve(AccountId account, Instant at, CallUsage worst) {
        return FREE;
    }

    @Override
    public boolean isStopped(AccountId account) {
        return false;
    }

    @Override
    public Duration stopped(AccountId account, Instant from, Instant to) {
        return Duration.ZERO;
    }

    /** The plan of an account with its list prices. */
    public Plan of(AccountId account) {
        List<Plan.Line> prices =
                BOOK.inOrder().entrySet().stream()
                        .map(
                                e ->
                                        switch (e.getValue()) {
                                            case Price.PerUnit(var amount, var per) ->
                                                    new Plan.Line(
                                                            e.getKey().wireName(),
                                                            e.getKey().unit(),
                                                            amount,
                                                            per);
                                        })
                        .toList();
        return new Plan(BOOK.name(), BOOK.id(), BOOK.currency(), prices);
    }
}
