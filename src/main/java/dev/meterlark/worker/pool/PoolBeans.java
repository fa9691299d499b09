package dev.meterlark.worker.pool;

import com.sun.management.OperatingSystemMXBean;

import dev.meterlark.worker.CodeSource;
import dev.meterlark.worker.Workers;
import dev.meterlark.worker.sandbox.Sandboxes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

@Configuration(proxyBeanMethods = false)
class PoolBeans {

    @Bean
    Pool pool(PoolProperties properties) {
        return new Pool(properties, memoryMiB(properties));
    }

    @Bean(destroyMethod = "close")
    Lives lives(Pool pool, PoolProperties properties, Sandboxes endsAfterThis) {
        return new Lives(pool, properties);
    }

    @Bean
    CodeStore codeStore(
            @Value("${meterlark.data}") Path data, CodeSource source, PoolProperties properties)
            throws IOException {
        Path root = data.toAbsolutePath().normalize().resolve("code");
        return new CodeStore(root, source, properties.codeBytes().toBytes());
    }

    @Bean
    Workers workers(
            Sandboxes sandboxes,
            Pool pool,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            InstantSource clock) {
        return new SandboxWorkers(sandboxes, pool, lives, codes, properties, clock);
    }

    @Bean
    MeterBinder sandboxMeters(Pool pool) {
        return registry -> {
            for (Member.State state : Member.State.values()) {
                if (state != Member.State.GONE) {
                    Gauge.builder("meterlark.sandboxes", pool, counted -> counted.count(state))
                            .tag("state", state.name().toLowerCase(Locale.ROOT))
                            .register(registry);
                }
            }
            Gauge.builder("meterlark.sandboxes.waiting", pool, Pool::waiting).register(registry);
        };
    }

    private static long memoryMiB(PoolProperties properties) {
        if (properties.memory().toBytes() > 0) {
            return properties.memory().toMegabytes();
        }
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (machine.getTotalMemorySize() >> 20) * 3 / 4;
    }
}
