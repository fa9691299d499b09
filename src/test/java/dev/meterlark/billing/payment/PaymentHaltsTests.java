package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.platform.ThreadHalts;
import dev.meterlark.records.Steps;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What collects, writes money down and reminds is halted at every passing of every durable step,
 * and begun anew: each payment is there once in the end, and each step was taken once. All that it
 * keeps is in the database, so a thread that ends there leaves what a process would.
 */
@Tag("database")
class PaymentHaltsTests {

    private FakeProvider provider = new FakeProvider();
    private MoneyBench bench = new MoneyBench(provider);
    private Instant begun = bench.clock.instant();
    private List<String> invoices = List.of();

    @Test
    void whereverItIsHaltedMoneyIsThereOnceAndStepsAreTakenOnce() {
        settle();
        Map<String, Integer> steps = ThreadHalts.passedBy(this::work);
        List<String> whole = outcome();
        TreeSet<String> all = new TreeSet<>(Steps.inSources("payment."));
        all.addAll(Steps.inSources("dunning."));
        assertThat(new TreeSet<>(steps.keySet())).as("every step that there is").isEqualTo(all);

        steps.forEach(
                (step, times) -> {
                    for (int passing = 1; passing <= times; passing++) {
                        settle();
                        assertThat(ThreadHalts.haltAt(step, passing, this::work))
                                .as("%s:%d is passed", step, passing)
                                .isTrue();
                        work();
                        assertThat(outcome()).as("%s:%d", step, passing).isEqualTo(whole);
                    }
                });
    }

    /** One is paid with a card, one by what was saved of it, one by hand when it is very late. */
    private void settle() {
        provider = new FakeProvider();
        bench = new MoneyBench(provider);
        begun = bench.clock.instant();
        invoices =
                List.of(
                        bench.invoice("100.00", "EUR"),
                        bench.invoice("50.00", "EUR"),
                        bench.invoice("30000", "XAF")); // which the provider does not take
        bench.jdbc
                .sql("update receivable set next_step_on = null where account_id <> ?")
                .param(bench.account.value())
                .update(); // of other tests
    }

    private void work() {
        carry();
        String card = reference(invoices.get(0));
        provider.succeed(card, "card_1");
        bench.tell("evt_" + card, card);
        carry();
        bench.pay(invoices.get(2), "10000", "XAF", "bank-1");
        remind(4, "insufficient funds");
        remind(12, null);
        remind(24, null);
        bench.pay(invoices.get(2), "20000", "XAF", "bank-2");
        carry();
    }

    /**
     * @param declines what the payer's bank says until then
     */
    private void remind(int day, @Nullable String declines) {
        Duration ahead = Duration.between(bench.clock.instant(), begun.plus(Duration.ofDays(day)));
        if (ahead.isNegative()) {
            return; // it was halted later than that
        }
        provider.declines = declines;
        bench.clock.forward(ahead);
        bench.loop.round();
        carry();
    }

    /** An entry is in the outbox until it is carried to its end. */
    private void carry() {
        while (!bench.outbox.isEmpty()) {
            List<OutboxEntry> waiting = new ArrayList<>(bench.outbox);
            try {
                bench.carry();
            } catch (Error halted) {
                bench.outbox.clear();
                bench.outbox.addAll(waiting);
                throw halted;
            }
        }
    }

    private String reference(String invoice) {
        return String.valueOf(
                bench.collections.find(bench.account, invoice, "fake").orElseThrow().reference());
    }

    private List<String> outcome() {
        List<String> outcome = new ArrayList<>();
        for (int i = 0; i < invoices.size(); i++) {
            String invoice = invoices.get(i);
            Receivable of = bench.receivable(invoice);
            outcome.add(
                    "%d %s %s of %s".formatted(i, of.state(), plain(of.paid()), plain(of.owed())));
            outcome.add("%d %s".formatted(i, bench.steps.taken(bench.account, invoice)));
            bench.payments.list(bench.account, null, 100).items().stream()
                    .filter(each -> each.invoice().equals(invoice))
                    .map(each -> each.kind() + " " + plain(each.amount()))
                    .sorted()
                    .forEach(outcome::add);
        }
        return outcome;
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
