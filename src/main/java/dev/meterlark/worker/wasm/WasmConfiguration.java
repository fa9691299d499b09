package dev.meterlark.worker.wasm;

import dev.meterlark.worker.sandbox.Sandboxes;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WasmProperties.class)
class WasmConfiguration {

    @Bean(destroyMethod = "close")
    @Primary
    WasmSandboxes wasmSandboxes(
            @Qualifier("sandboxes") Sandboxes others,
            WasmProperties properties,
            @Value("${meterlark.data}") Path data,
            InstantSource clock)
            throws IOException {
        return new WasmSandboxes(others, properties, data.toAbsolutePath().normalize(), clock);
    }
}
