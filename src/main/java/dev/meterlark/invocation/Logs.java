package dev.meterlark.invocation;

import dev.meterlark.worker.RunReport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.List;

/** Hands what calls printed to whoever takes it. */
@Component
class Logs {

    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);

    private final InstantSource clock;
    private final CallMetrics metrics;
    private final List<LogSink> sinks;

    Logs(InstantSource clock, CallMetrics metrics, ObjectProvider<LogSink> sinks) {
        this.clock = clock;
        this.metrics = metrics;
        this.sinks = sinks.orderedStream().toList();
    }

    void hand(Attempt attempt, RunReport report) {
        if (sinks.isEmpty()) {
            return;
        }
        CallLog log =
                new CallLog(
                        attempt.id(),
                        attempt.number(),
                        attempt.function().account(),
                        attempt.function().function(),
                        attempt.function().name(),
                        attempt.function().version(),
                        clock.instant(),
                        report.log(),
                        report.truncatedLogBytes());
        for (LogSink sink : sinks) {
            try {
                sink.accept(log);
            } catch (RuntimeException e) {
                metrics.logLost();
                LOG.warn("the log of call {} was not taken", attempt.id(), e);
            }
        }
    }
}
