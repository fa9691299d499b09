package dev.meterlark.invocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxSpec;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What a sandbox is started for, with the environment opened: kept for as long as a revision is in
 * use, because opening costs more than the rest of a warm call's way through here.
 */
@Component
class SandboxSpecs {

    private static final Duration UNUSED = Duration.ofMinutes(15);
    private static final TypeReference<Map<String, String>> VARIABLES = new TypeReference<>() {};

    private final Vault vault;
    private final String region;
    private final JsonMapper json = new JsonMapper();
    private final Cache<Key, SandboxSpec> prepared;

    private record Key(FunctionId function, String version, long revision) {}

    SandboxSpecs(
            Vault vault,
            InvocationProperties properties,
            @Value("${meterlark.region:us-east-1}") String region) {
        this.vault = vault;
        this.region = region;
        this.prepared =
                Caffeine.newBuilder()
                        .maximumSize(properties.preparedFunctions())
                        .expireAfterAccess(UNUSED)
                        .build();
    }

    /**
     * @throws IllegalStateException when the environment cannot be opened
     */
    SandboxSpec of(FunctionSnapshot function) {
        Key key = new Key(function.function(), function.version(), function.revision());
        SandboxSpec known = prepared.getIfPresent(key);
        if (known != null) {
            return known;
        }
        SandboxSpec made = make(function);
        prepared.put(key, made);
        return made;
    }

    private SandboxSpec make(FunctionSnapshot function) {
        return new SandboxSpec(
                function.account(),
                function.function(),
                function.revision(),
                function.name(),
                function.version(),
                arn(function),
                Objects.requireNonNull(function.code(), "admitted without code"),
                function.runtime(),
                function.handler(),
                function.memoryMiB(),
                function.timeout(),
                function.concurrency(),
                function.egress(),
                environment(function));
    }

    /** As AWS has it: without a qualifier for the editable version. */
    private String arn(FunctionSnapshot function) {
        String arn =
                "arn:aws:lambda:%s:%s:function:%s"
                        .formatted(region, function.accountNumber(), function.name());
        return function.isLatest() ? arn : arn + ":" + function.version();
    }

    private Map<String, String> environment(FunctionSnapshot function) {
        if (function.environment().length == 0) {
            return Map.of();
        }
        byte[] opened = vault.open(function.environment(), function.environmentContext());
        return json.readValue(opened, VARIABLES);
    }
}
