package dev.meterlark.worker;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;

import java.time.Duration;
import java.util.Map;

/**
 * What a sandbox is started for. Two calls may share a sandbox only when account, function, version
 * and revision are equal.
 *
 * @param functionArn as AWS tools see it, handed to the runtime
 * @param runtime exact name of an offered runtime
 * @param memoryMiB the cgroup's limit, {@code /tmp} included
 * @param concurrency calls it runs at once
 * @param environment the tenant's variables only; the platform adds Lambda's own
 */
public record SandboxSpec(
        AccountId account,
        FunctionId function,
        long revision,
        String functionName,
        String version,
        String functionArn,
        CodeDigest code,
        String runtime,
        String handler,
        int memoryMiB,
        Duration timeout,
        int concurrency,
        Egress egress,
        Map<String, String> environment) {

    public SandboxSpec {
        environment = Map.copyOf(environment);
    }
}
