package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.ManualClock;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.Versions;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.SandboxSpec;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class ScalingBeansTests {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner()
                    .withUserConfiguration(ScalingBeans.class, Properties.class)
                    .withBean(FakeWorkers.class)
                    .withBean(ManualClock.class)
                    .withBean(Versions.class, NoVersions::new);

    @Test
    void thePoolIsGivenWhatWasLearnedAndTheLoopIsScheduled() {
        application.run(
                context ->
                        assertThat(context)
                                .hasSingleBean(KeepAlive.class)
                                .hasSingleBean(SchedulingConfigurer.class));
    }

    @Test
    void whenItIsOffThereIsNoPolicySoThatThePoolKeepsAllAlike() {
        application
                .withPropertyValues("meterlark.scaling.enabled=false")
                .run(
                        context ->
                                assertThat(context)
                                        .doesNotHaveBean(KeepAlive.class)
                                        .doesNotHaveBean(SchedulingConfigurer.class));
    }

    @Test
    void whatIsDecidedCanBeMeasured() {
        application.run(
                context -> {
                    var registry = new SimpleMeterRegistry();
                    context.getBeansOfType(MeterBinder.class)
                            .values()
                            .forEach(binder -> binder.bindTo(registry));

                    assertThat(registry.getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .contains(
                                    "meterlark.scaling.desired",
                                    "meterlark.scaling.kept",
                                    "meterlark.scaling.versions",
                                    "meterlark.scaling.ahead");
                });
    }

    @EnableConfigurationProperties(ScalingProperties.class)
    private static final class Properties {}

    private static final class NoVersions implements Versions {

        @Override
        public Optional<SandboxSpec> find(AccountId account, String function, String version) {
            return Optional.empty();
        }

        @Override
        public List<Wish> keptWarm(Instant now) {
            return List.of();
        }
    }
}
