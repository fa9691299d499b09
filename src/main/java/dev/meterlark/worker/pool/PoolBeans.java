package dev.meterlark.worker.pool;

import com.sun.management.OperatingSystemMXBean;

import dev.meterlark.worker.CodeSource;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.Workers;
import dev.meterlark.worker.sandbox.Sandboxes;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

@Configuration(proxyBeanMethods = false)
class PoolBeans {

    @Bean
    Pool pool(PoolProperties properties, ObjectProvider<KeepAlive> keepAlive) {
        return new Pool(
                properties,
                memoryMiB(properties),
                keepAlive.getIfAvailable(StandardKeepAlive::new));
    }

    @Bean(destroyMethod = "close")
    Alarms alarms() {
        return new Alarms();
    }

    /** Ends before the sandboxes' own bean, and before the alarms that last calls wait for. */
    @Bean(destroyMethod = "close")
    Lives lives(
            Pool pool, PoolProperties properties, Sandboxes endsAfterThis, Alarms alsoAfterThis) {
        return new Lives(pool, properties, pool.keepAlive());
    }

    @Bean
    CodeStore codeStore(
            @Value("${meterlark.data}") Path data,
            CodeSource source,
            PoolProperties properties,
            Environment environment)
            throws IOException {
        Path root = data.toAbsolutePath().normalize().resolve("code");
        return new CodeStore(
                root, source, properties.codeBytes().toBytes(), asUploaded(environment));
    }

    /**
     * What an upload may hold can be run: one setting says both. Folders need no entry of their own
     * there, so that here they are as many again.
     */
    private static Unpacking.Bounds asUploaded(Environment environment) {
        Binder binder = Binder.get(environment);
        DataSize bytes =
                binder.bind("meterlark.function.unpacked-size", DataSize.class)
                        .orElse(DataSize.ofMegabytes(250));
        int entries = binder.bind("meterlark.function.entries", Integer.class).orElse(50_000);
        return new Unpacking.Bounds(bytes.toBytes(), 2L * entries);
    }

    @Bean
    Workers workers(
            Sandboxes sandboxes,
            Pool pool,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            Alarms alarms,
            InstantSource clock) {
        return new SandboxWorkers(
                sandboxes, pool, lives, codes, properties, alarms, pool.keepAlive(), clock);
    }

    @Bean
    MeterBinder sandboxMeters(Pool pool, Lives lives) {
        return registry -> {
            for (Member.State state : Member.State.values()) {
                if (state != Member.State.GONE) {
                    Gauge.builder("meterlark.sandboxes", pool, counted -> counted.count(state))
                            .tag("state", state.name().toLowerCase(Locale.ROOT))
                            .register(registry);
                }
            }
            Gauge.builder("meterlark.sandboxes.waiting", pool, Pool::waiting).register(registry);
            Gauge.builder(
                            "meterlark.sandboxes.memory",
                            pool,
                            all -> all.read(Groups::memoryMiB) << 20)
                    .description("that the sandboxes may take")
                    .baseUnit("bytes")
                    .register(registry);
            counter("meterlark.sandboxes.evicted", pool.evictions).register(registry);
            counter("meterlark.sandboxes.expired", lives.expiries).register(registry);
            counter("meterlark.sandboxes.reused", pool.hits).register(registry);
        };
    }

    private static FunctionCounter.Builder<LongAdder> counter(String name, LongAdder count) {
        return FunctionCounter.builder(name, count, LongAdder::doubleValue);
    }

    private static long memoryMiB(PoolProperties properties) {
        if (properties.memory().toBytes() > 0) {
            return properties.memory().toMegabytes();
        }
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return (machine.getTotalMemorySize() >> 20) * 3 / 4;
    }
}
