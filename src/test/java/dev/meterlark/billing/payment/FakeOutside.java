package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What lies beyond payments: it writes down what it is told of one account. */
final class FakeOutside implements Standing, CreditBook, Letterbox {

    final List<String> audit = new ArrayList<>();
    final List<String> mails = new ArrayList<>();
    final List<String> standingOf = new ArrayList<>();
    final Map<AccountId, BigDecimal> credit = new HashMap<>();
    final Map<AccountId, BigDecimal> given = new HashMap<>();
    boolean hasMail = true;
    private final AccountId account;

    FakeOutside(AccountId account) {
        this.account = account;
    }

    @Override
    public boolean suspend(AccountId id, String reason) {
        standingOf.add("suspended " + id);
        return true;
    }

    @Override
    public boolean reopen(AccountId id, String reason) {
        standingOf.add("reopened " + id);
        return true;
    }

    @Override
    public void audit(
            Actor actor, AccountId id, String action, String subject, Map<String, ?> detail) {
        if (id.equals(account)) {
            audit.add(actor.name() + " " + action);
        }
    }

    @Override
    public void grant(AccountId id, Money amount, String reason, String source) {
        Map<AccountId, BigDecimal> kept = source.startsWith("payment:") ? credit : given;
        kept.merge(id, amount.amount(), BigDecimal::add);
    }

    @Override
    public Money takeBack(AccountId id, Money amount, String reason, String source) {
        credit.merge(id, amount.amount().negate(), BigDecimal::add);
        return amount;
    }

    @Override
    public boolean configured() {
        return hasMail;
    }

    @Override
    public List<String> recipients(AccountId id) {
        return id.equals(account) ? List.of("owner@acme.example") : List.of();
    }

    @Override
    public void send(List<String> to, String subject, String text) {
        mails.add(subject);
    }
}
