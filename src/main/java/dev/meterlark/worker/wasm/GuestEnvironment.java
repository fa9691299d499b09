package dev.meterlark.worker.wasm;

import dev.meterlark.worker.SandboxSpec;

import java.util.Map;
import java.util.TreeMap;

/** What a module finds as its environment: the tenant's variables, and Lambda's that hold here. */
final class GuestEnvironment {

    private GuestEnvironment() {}

    static Map<String, String> of(SandboxSpec spec, String logStream) {
        Map<String, String> all = new TreeMap<>(Map.of("LANG", "C.UTF-8", "HOME", "/tmp"));
        all.putAll(spec.environment());
        all.keySet().removeIf(name -> name.startsWith("AWS_LAMBDA_"));
        String region = region(spec.functionArn());
        all.put("_HANDLER", spec.handler());
        all.put("AWS_DEFAULT_REGION", region);
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.runtime());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(spec.memoryMiB()));
        all.put("AWS_LAMBDA_FUNCTION_NAME", spec.functionName());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", spec.version());
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.functionName());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        all.put("AWS_REGION", region);
        return all;
    }

    /** {@code arn:aws:lambda:<region>:…}. */
    private static String region(String functionArn) {
        String[] parts = functionArn.split(":");
        return parts.length > 3 ? parts[3] : "";
    }
}
