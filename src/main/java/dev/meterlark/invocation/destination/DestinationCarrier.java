package dev.meterlark.invocation.destination;

import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;

import org.springframework.stereotype.Component;

/** Carries notices of ended calls to their destinations. */
@Component
class DestinationCarrier implements OutboxCarrier {

    static final String KIND = "destination";

    private final Destinations destinations;

    DestinationCarrier(Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        NoticeBytes read;
        try {
            read = NoticeBytes.decode(entry);
        } catch (IllegalArgumentException e) {
            return new Carried.Hopeless("the platform cannot read its own notice");
        }
        return destinations.tell(read.target(), read.notice());
    }
}
