package dev.meterlark.function;

import dev.meterlark.account.EgressChanged;
import dev.meterlark.account.EgressOpenings;
import dev.meterlark.function.snapshot.EgressOpened;
import dev.meterlark.function.snapshot.EgressSource;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.List;

/** Tells the data plane what the operator lets accounts' functions reach. */
@Component
class EgressPublishing implements EgressSource {

    private final EgressOpenings openings;
    private final ApplicationEventPublisher events;

    EgressPublishing(EgressOpenings openings, ApplicationEventPublisher events) {
        this.openings = openings;
        this.events = events;
    }

    @Override
    public List<EgressOpened> openings() {
        return openings.all().entrySet().stream()
                .map(each -> new EgressOpened(each.getKey(), each.getValue()))
                .toList();
    }

    @EventListener
    void on(EgressChanged event) {
        events.publishEvent(new EgressOpened(event.account(), event.openings()));
    }
}
