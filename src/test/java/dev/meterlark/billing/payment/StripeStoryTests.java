package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.net.Webhook;

import dev.meterlark.ManualClock;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.billing.payment.stripe.StripeStandIn;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** From an invoice to money by Stripe's own library and what Stripe signs, and back. */
@Tag("database")
class StripeStoryTests {

    private final StripeStandIn there = new StripeStandIn();
    private final MoneyBench bench;

    StripeStoryTests() throws IOException {
        var clock = new ManualClock();
        bench = new MoneyBench(there.provider(clock));
    }

    @AfterEach
    void close() {
        there.close();
    }

    @Test
    void invoicesArePaidRefundedAndDisputed() throws Exception {
        String first = bench.invoice("100.50", "EUR");
        bench.carry();
        assertThat(there.intents()).containsExactly("requires_payment_method 10050");
        String payment = there.pay();
        tell("evt_1" + first, "payment_intent.succeeded", payment);
        assertThat(bench.receivable(first).state()).isEqualTo(State.PAID);

        String second = bench.invoice("7", "EUR");
        bench.carry();
        assertThat(bench.receivable(second).state()).isEqualTo(State.PAID); // what was saved

        there.refund(payment, 1_050);
        tell("evt_2" + first, "charge.refunded", payment);
        tell("evt_1" + first, "payment_intent.succeeded", payment); // again, and late
        assertThat(bench.receivable(first).refunded()).isEqualByComparingTo("10.50");

        there.dispute(payment, "needs_response");
        tell("evt_3" + first, "charge.dispute.created", payment);
        assertThat(bench.receivable(first).chase().disputed()).isTrue();
        there.dispute(payment, "lost");
        tell("evt_4" + first, "charge.dispute.closed", payment);

        assertThat(bench.receivable(first).state()).isEqualTo(State.OPEN);
        assertThat(bench.payments.list(bench.account, null, null).items())
                .extracting(Payment::kind)
                .containsExactlyInAnyOrder(
                        PaymentKind.RECEIPT,
                        PaymentKind.RECEIPT,
                        PaymentKind.REFUND,
                        PaymentKind.REVERSAL);
        bench.requireBalance();
    }

    @Test
    void whatIsForgottenIsDetachedThereHoweverLongThatTakes() throws Exception {
        String first = bench.invoice("10", "EUR");
        bench.carry();
        String payment = there.pay();
        tell("evt_5" + first, "payment_intent.succeeded", payment);
        assertThat(bench.saved.of(bench.account).saved()).isTrue();

        there.failWith(500);
        bench.transaction.executeWithoutResult(_ -> bench.saved.forget(bench.payer()));
        assertThat(bench.carrier.carry(bench.outbox.getFirst(), 1))
                .isInstanceOf(Carried.Failed.class);
        assertThat(there.detached()).isEmpty();
        there.failWith(0);
        bench.carry();
        assertThat(there.detached()).containsExactly("pm_saved");

        there.refund(payment, 100);
        tell("evt_6" + first, "charge.refunded", payment); // says again what paid it
        assertThat(bench.saved.of(bench.account).saved()).isFalse();
        assertThat(bench.audit).contains("person:payer payment-method.forgotten");
    }

    @Test
    void anOpenInvoiceIsChargedNowToWhatIsSaved() throws Exception {
        String first = bench.invoice("10", "EUR");
        bench.carry();
        assertThatThrownBy(() -> bench.paying.charge(bench.payer(), first))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nothing is saved");
        tell("evt_7" + first, "payment_intent.succeeded", there.pay());
        String second = bench.invoice("20", "EUR");

        bench.paying.charge(bench.payer(), second);
        bench.paying.charge(bench.payer(), second);
        bench.carry();

        assertThat(bench.receivable(second).state()).isEqualTo(State.PAID);
        assertThat(there.intents()).containsExactly("succeeded 1000", "succeeded 2000");
        assertThatThrownBy(() -> bench.paying.charge(bench.payer(), second))
                .hasMessageContaining("is paid");
        bench.requireBalance();
    }

    @Test
    void aForgedEventHasNoEffect() throws Exception {
        String invoice = bench.invoice("10", "EUR");
        bench.carry();
        String payment = there.pay();
        String body = body("evt_9" + invoice, "payment_intent.succeeded", payment);
        String forged =
                Webhook.Signature.generateSignatureHeader(body, "whsec_somebody0else", now());

        assertThatThrownBy(() -> bench.events.tell("stripe", body.getBytes(UTF_8), _ -> forged))
                .isInstanceOf(RefusedException.class);
        assertThat(bench.outbox).isEmpty();
        assertThat(bench.receivable(invoice).state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatStripeHasNoNumberForIsLeftToTransfers() {
        String invoice = bench.invoice("5.125", "KWD");

        assertThat(bench.carry()).isEqualTo(List.of());
        assertThat(there.intents()).isEmpty();
        bench.clock.forward(Duration.ofDays(1));
        assertThat(bench.pay(invoice, null, null).amount()).isEqualByComparingTo("5.125");
    }

    private void tell(String id, String type, String payment) throws Exception {
        String body = body(id, type, payment);
        String signed =
                Webhook.Signature.generateSignatureHeader(
                        body, StripeStandIn.WEBHOOK_SECRET, now());
        bench.events.tell(
                "stripe",
                body.getBytes(UTF_8),
                name -> name.equals("Stripe-Signature") ? signed : null);
        bench.carry();
    }

    private static String body(String id, String type, String payment) {
        String object = type.startsWith("payment_intent") ? "payment_intent" : "charge";
        String members =
                object.equals("charge")
                        ? "\"id\":\"ch_1\",\"payment_intent\":\"%s\"".formatted(payment)
                        : "\"id\":\"%s\"".formatted(payment);
        return "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"data\":{\"object\":{\"object\":\"%s\",%s}}}"
                .formatted(id.replace("-", "_"), type, object, members);
    }

    private long now() {
        return bench.clock.instant().getEpochSecond();
    }
}
