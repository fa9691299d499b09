package dev.meterlark.billing.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.net.Webhook;

import dev.meterlark.ManualClock;
import dev.meterlark.billing.payment.Claim;
import dev.meterlark.billing.payment.PaymentProvider.ProviderException;
import dev.meterlark.billing.payment.Taken;
import dev.meterlark.billing.payment.Told;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.Locale;

/** Stripe's own library against a stand-in, and what Stripe signs. */
class StripePaymentsTests {

    private static final String SECRET = "whsec_planted0webhook0secret";

    private final StripeStandIn there = new StripeStandIn();
    private final ManualClock clock = new ManualClock();
    private final StripePayments stripe = new StripePayments(properties(StripeStandIn.KEY), clock);
    private final AccountId account = AccountId.random();

    StripePaymentsTests() throws IOException {}

    @AfterEach
    void close() {
        there.close();
    }

    private StripeProperties properties(String key) {
        return new StripeProperties(
                key,
                "pk_test_of_this_installation",
                SECRET,
                there.address(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
    }

    @Test
    void anInvoiceIsOnePaymentIntentHoweverOftenItIsAsked() {
        String customer = stripe.customer(account, "Acme Ltd", "pay@acme.example");
        assertThat(stripe.customer(account, "Acme Ltd", "pay@acme.example")).isEqualTo(customer);

        String reference = stripe.open(claim("100.50", "EUR"), customer);

        assertThat(stripe.open(claim("100.50", "EUR"), customer)).isEqualTo(reference);
        assertThat(there.customers).isEqualTo(1);
        assertThat(there.only().amount).isEqualTo(10_050);
        assertThat(there.only().given)
                .containsEntry("currency", "eur")
                .containsEntry("customer", customer)
                .containsEntry("setup_future_usage", "off_session")
                .containsEntry("metadata[meterlark_invoice]", "2026-000001")
                .containsEntry("metadata[meterlark_account]", account.toString());
        assertThat(stripe.checkout(reference).secret()).isEqualTo(reference + "_secret_x");
        assertThat(stripe.look(reference).state()).isEqualTo(Taken.State.NEEDS_METHOD);
    }

    @Test
    void whatIsSavedIsChargedOnceAnErrand() {
        String reference = stripe.open(claim("10", "EUR"), "cus_1");

        stripe.charge(reference, "pm_1", "errand");
        stripe.charge(reference, "pm_1", "errand");
        stripe.charge(reference, "pm_1", "another"); // too late, and so without effect

        Taken taken = stripe.look(reference);
        assertThat(taken.state()).isEqualTo(Taken.State.SUCCEEDED);
        assertThat(taken.received()).isEqualTo(money("10.00", "EUR"));
        assertThat(taken.method()).isEqualTo("pm_1");
        assertThat(taken.disputes()).isEmpty();
    }

    @Test
    void aChargeThatTheBankRefusesDoesNotPass() {
        String reference = stripe.open(claim("10", "EUR"), "cus_1");
        there.declineCode = "card_declined";

        assertThatThrownBy(() -> stripe.charge(reference, "pm_1", "errand"))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.passes()).isFalse())
                .hasMessage("the charge was refused: Your card was declined.");
        assertThat(stripe.look(reference).trouble()).isEqualTo("Your card was declined.");
    }

    @Test
    void anotherAmountAndTheEndAreAskedForWhileItIsNotTooLate() {
        String reference = stripe.open(claim("10", "EUR"), "cus_1");

        stripe.change(reference, claim("7.25", "EUR"));
        assertThat(there.only().amount).isEqualTo(725);
        stripe.cancel(reference);
        assertThat(stripe.look(reference).state()).isEqualTo(Taken.State.CANCELLED);
        stripe.cancel(reference);
        stripe.change(reference, claim("7", "EUR"));

        assertThat(there.only().amount).isEqualTo(725);
    }

    @ParameterizedTest
    @CsvSource({
        "needs_response,UNDECIDED",
        "under_review,UNDECIDED",
        "warning_needs_response,UNDECIDED",
        "warning_closed,WON",
        "won,WON",
        "lost,LOST",
        "something_new,UNDECIDED"
    })
    void refundsAndDisputesAreSeen(String status, Taken.Outcome outcome) {
        String reference = stripe.open(claim("10", "EUR"), "cus_1");
        there.only().succeed("pm_1");
        there.only().refunded = 250;
        there.only().dispute = status;

        Taken taken = stripe.look(reference);

        assertThat(taken.refunded()).isEqualTo(money("2.50", "EUR"));
        assertThat(taken.disputes())
                .containsExactly(
                        new Taken.Dispute("dp_" + reference, money("10.00", "EUR"), outcome));
    }

    @Test
    void whatMayPassIsToldFromWhatWillNotAndNobodyReadsAKey() {
        there.failsWith = 500;
        failed(true);
        there.failsWith = 429;
        failed(true);
        there.failsWith = 0;
        StripePayments wrongKey = new StripePayments(properties("sk_test_another0key"), clock);
        assertThatThrownBy(() -> wrongKey.look("pi_1"))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.passes()).isTrue())
                .hasMessage("Stripe answered 401")
                .hasNoCause();
        failed(false); // there is no such payment
        there.close();
        failed(true);
    }

    private void failed(boolean passes) {
        assertThatThrownBy(() -> stripe.look("pi_none"))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.passes()).isEqualTo(passes));
    }

    @Test
    void secretsAreNotInWhatIsWrittenOfTheSettings() {
        assertThat(properties(StripeStandIn.KEY).toString())
                .doesNotContain("planted")
                .contains("configured=true");
        assertThat(new StripeSignature(SECRET, Duration.ofMinutes(5)).toString())
                .doesNotContain("planted");
    }

    @Test
    void anEventIsBelievedWhenStripesOwnLibrarySignedIt() throws Exception {
        String body = event("evt_1", "payment_intent.succeeded", "\"id\":\"pi_1\"");

        assertThat(tell(body, signed(body, 0)))
                .isEqualTo(new Told.Genuine("evt_1", "payment_intent.succeeded", "pi_1"));
        assertThat(tell(body, "t=1,v1=00," + signed(body, 0))).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, signed(body, 0) + ",v1=00,v0=ff")).isInstanceOf(Told.Genuine.class);
    }

    @Test
    void aForgedOldOrUnsignedEventIsRefused() throws Exception {
        String body = event("evt_1", "payment_intent.succeeded", "\"id\":\"pi_1\"");
        String other = Webhook.Signature.generateSignatureHeader(body, "whsec_another0", now());

        assertThat(tell(body, null)).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, "")).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, "t=,v1=")).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, other)).isInstanceOf(Told.Refused.class);
        assertThat(tell(body.replace("pi_1", "pi_2"), signed(body, 0)))
                .isInstanceOf(Told.Refused.class);
        assertThat(tell(body, signed(body, 0).replace("v1=", "v0=")))
                .isInstanceOf(Told.Refused.class);
        assertThat(tell(body, signed(body, -301))).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, signed(body, 301))).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, signed(body, -299))).isInstanceOf(Told.Genuine.class);
        assertThat(tell(body, "t=99999999999999999999,v1=0")).isInstanceOf(Told.Refused.class);
        assertThat(tell(body, "t=1," + "v1=0,".repeat(1_000))).isInstanceOf(Told.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "charge.refunded,charge,'\"id\":\"ch_1\",\"payment_intent\":\"pi_1\"',pi_1",
        "charge.dispute.created,dispute,'\"id\":\"dp_1\",\"payment_intent\":\"pi_1\"',pi_1",
        "charge.updated,charge,'\"id\":\"ch_1\",\"payment_intent\":{\"id\":\"pi_1\"}',pi_1",
        "customer.created,customer,'\"id\":\"cus_1\"',",
        "payment_intent.created,payment_intent,'\"id\":\"pi;drop\"',",
        "payment_intent.created,payment_intent,'\"id\":[7]',"
    })
    void eventsSayWhichPaymentTheyAreAbout(
            String type, String object, String members, @Nullable String payment) throws Exception {
        String body = event("evt_1", type, "\"object\":\"%s\",%s".formatted(object, members));

        assertThat(tell(body, signed(body, 0))).isEqualTo(new Told.Genuine("evt_1", type, payment));
    }

    @Test
    void whatIsSignedAndStillNoEventIsRefused() throws Exception {
        for (String body : new String[] {"", "{", "[]", "null", "{\"id\":\"evt\"}", "\u0000"}) {
            assertThat(tell(body, signed(body, 0))).as(body).isInstanceOf(Told.Refused.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100.50,EUR,10050",
        "5000,JPY,5000",
        "5.120,KWD,5120",
        "7,ISK,700",
        "12,UGX,1200",
        "3,MGA,3",
        "999999.99,USD,99999999"
    })
    void amountsAreWrittenAsStripeHasThem(String amount, String currency, long units) {
        Money money = money(amount, currency);

        assertThat(StripeAmount.of(money)).hasValue(units);
        Money read = StripeAmount.read(units, currency.toLowerCase(Locale.ROOT));
        assertThat(read.amount()).isEqualByComparingTo(money.amount());
        assertThat(read.currency()).isEqualTo(money.currency());
    }

    @ParameterizedTest
    @CsvSource({"5.125,KWD", "7.50,ISK", "3.20,MGA", "1000000,USD", "0,EUR", "-1,EUR", "0.001,EUR"})
    void whatStripeHasNoNumberForIsNotCollected(String amount, String currency) {
        assertThat(stripe.refusal(money(amount, currency))).contains("Stripe has no amount of");
    }

    private Told tell(String body, @Nullable String signature) {
        return stripe.told(
                body.getBytes(UTF_8), name -> name.equals("Stripe-Signature") ? signature : null);
    }

    private String signed(String body, long secondsOff) throws Exception {
        return Webhook.Signature.generateSignatureHeader(body, SECRET, now() + secondsOff);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static String event(String id, String type, String object) {
        String whole =
                object.contains("\"object\"") ? object : "\"object\":\"payment_intent\"," + object;
        return "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"data\":{\"object\":{%s}}}"
                .formatted(id, type, whole);
    }

    private Claim claim(String open, String currency) {
        return new Claim(account, "2026-000001", money(open, currency));
    }

    private static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }
}
