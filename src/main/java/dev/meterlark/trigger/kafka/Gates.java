package dev.meterlark.trigger.kafka;

import dev.meterlark.account.EgressOpenings;
import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.NameLookup;
import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.network.OwnAddresses;
import dev.meterlark.network.Reach;
import dev.meterlark.shared.AccountId;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.stream.Stream;

/** What accounts may reach with Kafka's client. */
@Component
class Gates implements AutoCloseable {

    private final KafkaProperties properties;
    private final EgressOpenings openings;
    private final Reach reach;
    private final AddressPolicy policy;
    private final NameLookup names;

    @Autowired
    Gates(KafkaProperties properties, EgressOpenings openings) {
        this(properties, openings, Names.ofTheMachine());
    }

    Gates(KafkaProperties properties, EgressOpenings openings, Names names) {
        this.properties = properties;
        this.openings = openings;
        this.reach = properties.reach();
        this.policy = AddressPolicy.ofPlatform(reach.refused(), new OwnAddresses());
        this.names = new NameLookup(names);
    }

    Gate of(AccountId account) {
        return new Gate(policy, names, properties.connectTimeout(), () -> opened(account));
    }

    private List<Opening> opened(AccountId account) {
        return Stream.concat(
                        reach.allowed().stream(),
                        openings.of(account).stream()
                                .map(each -> Opening.parse(each, AddressPolicy.NEVER)))
                .toList();
    }

    @Override
    public void close() {
        names.close();
    }
}
