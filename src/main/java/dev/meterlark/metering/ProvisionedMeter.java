package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.Workers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts what stood ready for functions because of their floors, as far as it can be paid: what
 * finds only what is set aside in its way is counted later; what cannot be paid is free, and
 * nothing stands ready for its account any more. It is in the hour in which it was asked for, which
 * may be as much later as counts are written; as much is lost with a node. The monitor guards what
 * is counted later.
 */
@Component
class ProvisionedMeter implements SchedulingConfigurer, SmartLifecycle {

    private final ObjectProvider<Workers> workers;
    private final ObjectProvider<MeterGuard> guards;
    private final Tally tally;
    private final MeterProperties properties;
    private final Map<Of, Long> later = new HashMap<>();
    private volatile boolean running;

    /**
     * @param resource the function's
     */
    private record Of(AccountId account, String resource) {}

    ProvisionedMeter(
            ObjectProvider<Workers> workers,
            ObjectProvider<MeterGuard> guards,
            Tally tally,
            MeterProperties properties) {
        this.workers = workers;
        this.guards = guards;
        this.tally = tally;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::count, properties.writeEvery());
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        count();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before whoever is paid for it gives back what is left of slices. */
    @Override
    public int getPhase() {
        return 0;
    }

    synchronized void count() {
        workers.ifAvailable(each -> each.provisioned().forEach(this::stood));
        later.entrySet().removeIf(each -> isDone(each.getKey(), each.getValue()));
    }

    private void stood(Provisioned stood) {
        Thing function = Thing.function(stood.function(), stood.functionName());
        later.merge(new Of(stood.account(), function.resource()), stood.mibMillis(), Long::sum);
    }

    private boolean isDone(Of of, long mibMillis) {
        try {
            tally.count(of.account(), Meter.PROVISIONED, of.resource(), mibMillis);
            return true;
        } catch (RefusedException e) {
            if (e.code() != ErrorCode.SPEND_CAP) {
                return false;
            }
            guards.forEach(each -> each.standsUnpaid(of.account(), mibMillis));
            return true;
        }
    }
}
