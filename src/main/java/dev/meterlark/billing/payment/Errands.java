package dev.meterlark.billing.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.shared.AccountId;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Puts into the outbox what is to be done outside, in the transaction that it is for. */
class Errands {

    static final String ERRAND = "payment-errand";
    static final String NOTICE = "payment-notice";

    private final Consumer<List<OutboxEntry>> outbox;

    Errands(Consumer<List<OutboxEntry>> outbox) {
        this.outbox = outbox;
    }

    void put(AccountId account, Errand errand, Instant now) {
        put(ERRAND, account, errand.text(), errand.text().getBytes(UTF_8), now);
    }

    void notice(AccountId account, String about, byte[] notice, Instant now) {
        put(NOTICE, account, about, notice, now);
    }

    private void put(String kind, AccountId account, String about, byte[] body, Instant now) {
        outbox.accept(
                List.of(
                        new OutboxEntry(
                                PaymentId.random().value(), kind, account, about, body, now)));
    }
}
