package dev.meterlark.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.network.Names;
import dev.meterlark.worker.OpenedNetworks;
import dev.meterlark.worker.PlatformDoor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One set of sandboxes a node, named after its data: a second start on the same data cleans up. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SandboxProperties.class)
class SandboxConfiguration {

    private static final int NAME_BYTES = 5;

    @Bean(destroyMethod = "close")
    OciSandboxes sandboxes(
            SandboxProperties properties,
            @Value("${meterlark.data}") Path data,
            ObjectProvider<PlatformDoor> platform,
            ObjectProvider<OpenedNetworks> opened) {
        Path kept = data.toAbsolutePath().normalize().resolve("starts");
        var surroundings =
                new OciSandboxes.Surroundings(
                        Names.ofTheMachine(),
                        platform.getIfAvailable(() -> PlatformDoor.CLOSED),
                        opened.getIfAvailable(() -> OpenedNetworks.NONE));
        return new OciSandboxes(properties, node(data), surroundings, kept);
    }

    @Bean
    MeterBinder blankMeters(OciSandboxes sandboxes) {
        return registry -> {
            Gauge.builder("meterlark.sandboxes.blank", sandboxes, OciSandboxes::blank)
                    .register(registry);
            Gauge.builder("meterlark.egress.connections", sandboxes, OciSandboxes::connectionsOut)
                    .description("open, of functions to the internet")
                    .register(registry);
            Gauge.builder("meterlark.relay.connections", sandboxes, OciSandboxes::connectionsIn)
                    .description("open, of functions to the platform")
                    .register(registry);
        };
    }

    static String node(Path data) {
        String path = data.toAbsolutePath().normalize().toString();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(path.getBytes(UTF_8));
            return "meterlark-" + HexFormat.of().formatHex(hash, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
