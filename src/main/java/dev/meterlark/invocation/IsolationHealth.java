package dev.meterlark.invocation;

import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.Workers;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * What keeps tenants apart here. Without isolation no function runs, but everything else does: that
 * is unknown rather than down, so that nobody takes the console out of service for it.
 */
@Component("isolationHealthIndicator")
class IsolationHealth extends AbstractHealthIndicator {

    private final Workers workers;

    IsolationHealth(Workers workers) {
        this.workers = workers;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        IsolationReport report = workers.isolation();
        if (report.available()) {
            health.up();
        } else {
            health.unknown();
        }
        health.withDetail("tier", report.tier())
                .withDetail("runtime", report.runtime())
                .withDetail("explanation", report.explanation());
    }
}
