package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Calls by who was at fault, how long they took, and how many are in hand. */
@Component
class CallMetrics {

    private final Map<ErrorCode, Timer> failed = new EnumMap<>(ErrorCode.class);
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);
    private final Timer succeededCold;
    private final Timer succeededWarm;
    private final Counter unrecorded;
    private final Counter lostLogs;

    CallMetrics(MeterRegistry metrics, RunningCalls running) {
        this.succeededCold = timer(metrics, null, true);
        this.succeededWarm = timer(metrics, null, false);
        for (ErrorCode code : ErrorCode.values()) {
            failed.put(code, timer(metrics, code, false));
            refused.put(
                    code,
                    Counter.builder("meterlark.calls.refused")
                            .description("calls that were not begun")
                            .tag("code", code.wireName())
                            .register(metrics));
        }
        this.unrecorded =
                Counter.builder("meterlark.calls.unrecorded")
                        .description("calls that ran, were free and answered with an error")
                        .register(metrics);
        this.lostLogs =
                Counter.builder("meterlark.calls.logs.failed")
                        .description("logs that a sink refused")
                        .register(metrics);
        Gauge.builder("meterlark.calls.in.flight", running, RunningCalls::inFlight)
                .description("calls this node works on")
                .register(metrics);
    }

    void ended(@Nullable ErrorCode code, boolean cold, Duration took) {
        Timer succeeded = cold ? succeededCold : succeededWarm;
        Timer timer = code == null ? succeeded : failed.getOrDefault(code, succeeded);
        timer.record(took);
    }

    void refused(ErrorCode code) {
        Counter counter = refused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    void unrecorded() {
        unrecorded.increment();
    }

    void logLost() {
        lostLogs.increment();
    }

    private static Timer timer(MeterRegistry metrics, @Nullable ErrorCode code, boolean cold) {
        Fault fault = code == null ? null : code.fault();
        return Timer.builder("meterlark.calls")
                .description("calls that ran, from arrival to answer")
                .tag("code", code == null ? "none" : code.wireName())
                .tag("fault", fault == null ? "none" : fault.name().toLowerCase(Locale.ROOT))
                .tag("start", code != null ? "any" : cold ? "cold" : "warm")
                .register(metrics);
    }
}
