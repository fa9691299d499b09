package dev.meterlark.scaling;

import dev.meterlark.invocation.Versions;
import dev.meterlark.worker.Workers;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "meterlark.scaling.enabled", matchIfMissing = true)
class ScalingBeans {

    @Bean
    LearnedKeepAlive learnedKeepAlive(ScalingProperties properties) {
        return new LearnedKeepAlive(properties, System::nanoTime);
    }

    @Bean
    Autoscaler autoscaler(
            ScalingProperties properties,
            LearnedKeepAlive learned,
            Versions versions,
            Workers workers) {
        return new Autoscaler(properties, learned, versions, workers);
    }

    @Bean
    SchedulingConfigurer scaling(
            Autoscaler autoscaler, ScalingProperties properties, InstantSource clock) {
        return registrar ->
                registrar.addFixedDelayTask(
                        () -> autoscaler.tick(clock.instant(), System.nanoTime()),
                        properties.every());
    }

    @Bean
    MeterBinder scalingMeters(Autoscaler autoscaler, LearnedKeepAlive learned) {
        return registry -> {
            Gauge.builder("meterlark.scaling.desired", autoscaler, Autoscaler::desired)
                    .register(registry);
            Gauge.builder("meterlark.scaling.kept", autoscaler, Autoscaler::kept)
                    .register(registry);
            Gauge.builder("meterlark.scaling.versions", learned, known -> known.known().size())
                    .register(registry);
            ahead(registry, "foretold", autoscaler.foretold);
            ahead(registry, "growing", autoscaler.growing);
        };
    }

    private static void ahead(MeterRegistry registry, String reason, LongAdder count) {
        FunctionCounter.builder("meterlark.scaling.ahead", count, LongAdder::doubleValue)
                .tag("reason", reason)
                .register(registry);
    }
}
