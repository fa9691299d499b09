package dev.meterlark.billing.payment.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentIntentUpdateParams;

import dev.meterlark.billing.payment.Claim;
import dev.meterlark.billing.payment.PaymentProvider;
import dev.meterlark.billing.payment.Taken;
import dev.meterlark.billing.payment.Told;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Collects through Stripe: one payment intent an invoice. Every question that could have a second
 * effect carries an idempotency key that follows from the invoice and what is asked.
 */
@Component
@ConditionalOnProperty("meterlark.billing.stripe.secret-key")
class StripePayments implements PaymentProvider {

    private static final long MOST_DISPUTES = 10;
    private static final String TOO_LATE = "payment_intent_unexpected_state";

    private final StripeProperties properties;
    private final StripeClient stripe;
    private final StripeSignature signature;
    private final InstantSource clock;

    StripePayments(StripeProperties properties, InstantSource clock) {
        Stripe.enableTelemetry = false;
        this.properties = properties;
        this.clock = clock;
        this.signature = new StripeSignature(properties.webhookSecret(), properties.tolerance());
        this.stripe =
                StripeClient.builder()
                        .setApiKey(properties.secretKey())
                        .setApiBase(properties.apiBase())
                        .setConnectTimeout((int) properties.connectTimeout().toMillis())
                        .setReadTimeout((int) properties.timeout().toMillis())
                        .setMaxNetworkRetries(0) // the outbox comes again
                        .build();
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public @Nullable String refusal(Money amount) {
        return StripeAmount.of(amount).isPresent() ? null : "Stripe has no amount of " + amount;
    }

    @Override
    public String customer(AccountId account, String payer, @Nullable String email) {
        CustomerCreateParams.Builder customer =
                CustomerCreateParams.builder()
                        .setName(payer)
                        .putMetadata("meterlark_account", account.toString());
        if (email != null) {
            customer.setEmail(email);
        }
        return asked(
                () ->
                        stripe.v1()
                                .customers()
                                .create(customer.build(), once("customer/" + account))
                                .getId());
    }

    @Override
    public String open(Claim claim, String customer) {
        long units = units(claim);
        PaymentIntentCreateParams intent =
                PaymentIntentCreateParams.builder()
                        .setAmount(units)
                        .setCurrency(currency(claim))
                        .setCustomer(customer)
                        .setDescription("Invoice " + claim.invoice())
                        .setSetupFutureUsage(PaymentIntentCreateParams.SetupFutureUsage.OFF_SESSION)
                        .setAutomaticPaymentMethods(
                                PaymentIntentCreateParams.AutomaticPaymentMethods.builder()
                                        .setEnabled(true)
                                        .build())
                        .putMetadata("meterlark_account", claim.account().toString())
                        .putMetadata("meterlark_invoice", claim.invoice())
                        .build();
        String key = "invoice/%s/%s/%d".formatted(claim.account(), claim.invoice(), units);
        return asked(() -> stripe.v1().paymentIntents().create(intent, once(key)).getId());
    }

    @Override
    public void change(String reference, Claim claim) {
        PaymentIntentUpdateParams change =
                PaymentIntentUpdateParams.builder().setAmount(units(claim)).build();
        unlessTooLate(() -> stripe.v1().paymentIntents().update(reference, change));
    }

    @Override
    public void cancel(String reference) {
        unlessTooLate(() -> stripe.v1().paymentIntents().cancel(reference));
    }

    @Override
    public void charge(String reference, String method, String errand) {
        PaymentIntentConfirmParams charge =
                PaymentIntentConfirmParams.builder()
                        .setPaymentMethod(method)
                        .setOffSession(true)
                        .build();
        String key = "charge/%s/%s".formatted(reference, errand);
        unlessTooLate(() -> stripe.v1().paymentIntents().confirm(reference, charge, once(key)));
    }

    /** Stripe refuses with 400 or 404 what is detached, or was never there. */
    @Override
    public void forget(String method) {
        try {
            stripe.v1().paymentMethods().detach(method);
        } catch (InvalidRequestException e) {
            // it is there no more, which is all that was wanted
        } catch (StripeException e) {
            throw failed(e);
        }
    }

    @Override
    public Taken look(String reference) {
        PaymentIntentRetrieveParams whole =
                PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build();
        return asked(
                () -> {
                    PaymentIntent intent = stripe.v1().paymentIntents().retrieve(reference, whole);
                    Charge charge = intent.getLatestChargeObject();
                    boolean disputed = charge != null && Boolean.TRUE.equals(charge.getDisputed());
                    return taken(intent, charge, disputed ? disputes(reference) : List.of());
                });
    }

    @Override
    public Checkout checkout(String reference) {
        return new Checkout(
                properties.publishableKey(),
                asked(() -> stripe.v1().paymentIntents().retrieve(reference).getClientSecret()));
    }

    @Override
    public Told told(byte[] body, UnaryOperator<@Nullable String> header) {
        String wrong = signature.wrong(body, header.apply("Stripe-Signature"), clock.instant());
        return wrong == null ? StripeEvent.read(body) : new Told.Refused(wrong);
    }

    private List<Taken.Dispute> disputes(String reference) throws StripeException {
        DisputeListParams ofIntent =
                DisputeListParams.builder()
                        .setPaymentIntent(reference)
                        .setLimit(MOST_DISPUTES)
                        .build();
        return stripe.v1().disputes().list(ofIntent).getData().stream()
                .map(StripePayments::dispute)
                .toList();
    }

    /** Inquiries, whose states begin with "warning", take no money; they end as if won. */
    private static Taken.Dispute dispute(Dispute dispute) {
        return new Taken.Dispute(
                dispute.getId(),
                StripeAmount.read(dispute.getAmount(), dispute.getCurrency()),
                switch (dispute.getStatus()) {
                    case "lost" -> Taken.Outcome.LOST;
                    case "won", "warning_closed", "prevented" -> Taken.Outcome.WON;
                    default -> Taken.Outcome.UNDECIDED;
                });
    }

    private static Taken taken(
            PaymentIntent intent, @Nullable Charge charge, List<Taken.Dispute> disputes) {
        String currency = intent.getCurrency();
        Taken.State state = state(intent.getStatus());
        Long received = intent.getAmountReceived();
        Long refunded = charge == null ? null : charge.getAmountRefunded();
        StripeError error = intent.getLastPaymentError();
        boolean succeeded = state == Taken.State.SUCCEEDED;
        return new Taken(
                intent.getId(),
                state,
                StripeAmount.read(succeeded && received != null ? received : 0, currency),
                StripeAmount.read(refunded == null ? 0 : refunded, currency),
                disputes,
                intent.getPaymentMethod(),
                error == null ? null : error.getMessage());
    }

    private static Taken.State state(String status) {
        return switch (status) {
            case "succeeded" -> Taken.State.SUCCEEDED;
            case "canceled" -> Taken.State.CANCELLED;
            case "processing", "requires_capture" -> Taken.State.PROCESSING;
            case "requires_action" -> Taken.State.NEEDS_PAYER;
            default -> Taken.State.NEEDS_METHOD;
        };
    }

    private static long units(Claim claim) {
        return StripeAmount.of(claim.open())
                .orElseThrow(
                        () ->
                                new ProviderException(
                                        "Stripe has no amount of " + claim.open(), false));
    }

    private static String currency(Claim claim) {
        return claim.open().currency().getCurrencyCode().toLowerCase(Locale.ROOT);
    }

    private static RequestOptions once(String key) {
        return RequestOptions.builder().setIdempotencyKey("meterlark/" + key).build();
    }

    private interface Question<T> {

        T ask() throws StripeException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (StripeException e) {
            throw failed(e);
        }
    }

    /** Where it is too late, a look afterwards shows why. */
    private static void unlessTooLate(Question<?> question) {
        try {
            question.ask();
        } catch (InvalidRequestException e) {
            if (!TOO_LATE.equals(e.getCode())) {
                throw failed(e);
            }
        } catch (StripeException e) {
            throw failed(e);
        }
    }

    /**
     * What a card's bank refuses, and what was asked wrongly, is the same the next time. A key that
     * Stripe does not take may be another one tomorrow. Its own texts may show a key, and stay
     * here.
     */
    private static ProviderException failed(StripeException e) {
        Integer status = e.getStatusCode();
        if (e instanceof CardException) {
            String said = e.getUserMessage() == null ? e.getCode() : e.getUserMessage();
            return new ProviderException("the charge was refused: " + said, false);
        }
        boolean wrong = status != null && (status == 400 || status == 404);
        return new ProviderException(
                wrong
                        ? "Stripe refused it: " + e.getCode()
                        : "Stripe answered " + (status == null || status == 0 ? "nothing" : status),
                !wrong);
    }
}
