package dev.meterlark.billing.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.billing.payment.Taken.State;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A provider in memory, which does the same thing once, as real ones do, and may lose an answer.
 */
final class FakeProvider implements PaymentProvider {

    final Map<String, Taken> payments = new LinkedHashMap<>();
    final Map<String, Money> asked = new HashMap<>();
    final Map<String, String> once = new LinkedHashMap<>();
    @Nullable String declines;
    int losesAnswers;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public @Nullable String refusal(Money amount) {
        return amount.currency().getCurrencyCode().equals("XAF") ? "not that" : null;
    }

    @Override
    public String customer(AccountId account, String payer, @Nullable String email) {
        return answered(once.computeIfAbsent("customer " + account, _ -> "cus_" + account));
    }

    @Override
    public String open(Claim claim, String customer) {
        String key = "open %s %s".formatted(claim.invoice(), claim.open());
        String reference =
                once.computeIfAbsent(key, _ -> "pay_" + claim.account() + "_" + once.size());
        payments.computeIfAbsent(reference, _ -> fresh(reference, claim.open()));
        asked.put(reference, claim.open());
        return answered(reference);
    }

    private static Taken fresh(String reference, Money open) {
        Money none = Money.zero(open.currency());
        return new Taken(reference, State.NEEDS_METHOD, none, none, List.of(), null, null);
    }

    @Override
    public void change(String reference, Claim claim) {
        if (!taken(reference).state().isFinal()) {
            asked.put(reference, claim.open());
        }
        answered("");
    }

    @Override
    public void cancel(String reference) {
        if (!taken(reference).state().isFinal()) {
            payments.put(reference, with(reference, State.CANCELLED, null));
        }
        answered("");
    }

    @Override
    public void charge(String reference, String method, String errand) {
        if (once.putIfAbsent("charge " + reference + errand, "") == null) {
            if (declines != null) {
                throw new ProviderException(declines, false);
            }
            succeed(reference, method);
        }
        answered("");
    }

    @Override
    public void forget(String method) {
        answered("");
        once.put("forget " + method, "");
    }

    @Override
    public Taken look(String reference) {
        answered("");
        return taken(reference);
    }

    @Override
    public Checkout checkout(String reference) {
        return new Checkout("pk_fake", reference + "_secret");
    }

    /** The body is {@code event kind reference}; it is genuine with any header "signed". */
    @Override
    public Told told(byte[] body, UnaryOperator<@Nullable String> header) {
        String[] words = new String(body, UTF_8).split(" ");
        return header.apply("signed") == null
                ? new Told.Refused("not signed")
                : new Told.Genuine(words[0], words[1], words[2]);
    }

    long opened() {
        return once.keySet().stream().filter(key -> key.startsWith("open ")).count();
    }

    void succeed(String reference, @Nullable String method) {
        Money all = Objects.requireNonNull(asked.get(reference));
        payments.put(
                reference,
                new Taken(
                        reference,
                        State.SUCCEEDED,
                        all,
                        Money.zero(all.currency()),
                        List.of(),
                        method,
                        null));
    }

    void refund(String reference, String inAll) {
        Taken taken = taken(reference);
        Money back = Amounts.positive(inAll, taken.received().currency().getCurrencyCode());
        payments.put(
                reference,
                new Taken(
                        reference,
                        taken.state(),
                        taken.received(),
                        back,
                        taken.disputes(),
                        taken.method(),
                        null));
    }

    void dispute(String reference, Taken.Outcome outcome) {
        Taken taken = taken(reference);
        payments.put(
                reference,
                new Taken(
                        reference,
                        taken.state(),
                        taken.received(),
                        taken.refunded(),
                        List.of(new Taken.Dispute("dp_" + reference, taken.received(), outcome)),
                        taken.method(),
                        null));
    }

    Taken taken(String reference) {
        return Objects.requireNonNull(payments.get(reference), reference);
    }

    private Taken with(String reference, State state, @Nullable String trouble) {
        Taken taken = taken(reference);
        return new Taken(
                reference,
                state,
                taken.received(),
                taken.refunded(),
                taken.disputes(),
                taken.method(),
                trouble);
    }

    private <T> T answered(T answer) {
        if (losesAnswers > 0) {
            losesAnswers--;
            throw new ProviderException("no answer came", true);
        }
        return answer;
    }
}
