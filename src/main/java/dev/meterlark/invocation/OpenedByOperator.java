package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.EgressOpened;
import dev.meterlark.function.snapshot.EgressSource;
import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.OpenedNetworks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what the operator opened in step with the control plane: each change after its commit, and
 * all of it again every while.
 */
@Component
class OpenedByOperator implements OpenedNetworks, SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(OpenedByOperator.class);

    private final Map<AccountId, List<Opening>> opened = new ConcurrentHashMap<>();
    private final ObjectProvider<EgressSource> source;
    private final InvocationProperties properties;

    OpenedByOperator(ObjectProvider<EgressSource> source, InvocationProperties properties) {
        this.source = source;
        this.properties = properties;
    }

    @Override
    public List<Opening> openedTo(AccountId account) {
        return opened.getOrDefault(account, List.of());
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void on(EgressOpened event) {
        opened.put(event.account(), parsed(event));
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::resync, properties.resyncEvery());
    }

    /** Goes on with what is known when the control plane cannot be asked. */
    void resync() {
        EgressSource all = source.getIfAvailable();
        if (all == null) {
            return;
        }
        try {
            Map<AccountId, List<Opening>> read = new HashMap<>();
            all.openings().forEach(each -> read.put(each.account(), parsed(each)));
            opened.keySet().retainAll(read.keySet());
            opened.putAll(read);
        } catch (RuntimeException e) {
            LOG.warn("what the operator opened could not be read again", e);
        }
    }

    private static List<Opening> parsed(EgressOpened event) {
        return event.openings().stream()
                .map(each -> Opening.parse(each, AddressPolicy.NEVER))
                .toList();
    }
}
