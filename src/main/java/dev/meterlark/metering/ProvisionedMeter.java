package dev.meterlark.metering;

import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.Workers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Counts what stood ready for functions because of their floors. It is in the hour in which it was
 * asked for, which may be as much later as counts are written; as much is lost with a node.
 */
@Component
class ProvisionedMeter implements SchedulingConfigurer, DisposableBean {

    private final ObjectProvider<Workers> workers;
    private final Tally tally;
    private final MeterProperties properties;

    ProvisionedMeter(ObjectProvider<Workers> workers, Tally tally, MeterProperties properties) {
        this.workers = workers;
        this.tally = tally;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::count, properties.writeEvery());
    }

    @Override
    public void destroy() {
        count();
    }

    void count() {
        workers.ifAvailable(each -> each.provisioned().forEach(this::count));
    }

    private void count(Provisioned stood) {
        Thing function = Thing.function(stood.function(), stood.functionName());
        tally.count(stood.account(), Meter.PROVISIONED, function.resource(), stood.mibMillis());
    }
}
