package dev.meterlark.billing.invoice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

import java.time.Duration;

/** What closes came to: issued, parked, failed; and how many wait for a person. */
@Component
class CloseMetrics {

    private final Counter issued;
    private final Counter parked;
    private final Counter failed;
    private final Timer rounds;

    CloseMetrics(MeterRegistry registry, CloseRows closes) {
        issued = Counter.builder("meterlark.invoices.issued").register(registry);
        parked = Counter.builder("meterlark.invoices.parked").register(registry);
        failed = Counter.builder("meterlark.invoices.close.failed").register(registry);
        rounds = Timer.builder("meterlark.invoices.close").register(registry);
        Gauge.builder("meterlark.invoices.parked.now", closes, CloseRows::countParked)
                .register(registry);
    }

    void closed(Closing.Closed closed) {
        switch (closed) {
            case Closing.Closed.Issued(var invoices) -> issued.increment(invoices.size());
            case Closing.Closed.Parked _ -> parked.increment();
            case Closing.Closed.NothingToBill _, Closing.Closed.AlreadyClosed _ -> {}
        }
    }

    void failed() {
        failed.increment();
    }

    void round(Duration took) {
        rounds.record(took);
    }
}
