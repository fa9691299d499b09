package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.SandboxSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment of a sandbox, made from nothing: Lambda's variables and the tenant's. The tenant
 * may change search paths and the time zone as on AWS, never what the platform tells the runtime.
 */
final class FunctionEnvironment {

    private static final String PLATFORM_URL = "http://127.0.0.1:" + Loopback.PLATFORM_PORT;

    /**
     * SDKs must have something to sign with. It is worth nothing, here or anywhere: who speaks is
     * known by the socket.
     */
    private static final String NO_SECRET = "the-sandbox-itself-is-the-credential";

    private static final Map<String, String> SUGGESTED =
            Map.of(
                    "PATH",
                    "/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin",
                    "LD_LIBRARY_PATH",
                    "/var/task:/var/task/lib:/opt/lib",
                    "LANG",
                    "C.UTF-8",
                    "TZ",
                    ":UTC",
                    "HOME",
                    "/tmp",
                    "METERLARK_URL",
                    PLATFORM_URL);

    /** For whoever brings no AWS of their own. */
    private static final Map<String, String> OUR_AWS =
            Map.of(
                    "AWS_ENDPOINT_URL",
                    PLATFORM_URL,
                    "AWS_ACCESS_KEY_ID",
                    "MLKSANDBOX",
                    "AWS_SECRET_ACCESS_KEY",
                    NO_SECRET,
                    "AWS_SESSION_TOKEN",
                    NO_SECRET);

    /** The same in every sandbox. */
    private static final Map<String, String> PLACES =
            Map.of(
                    "AWS_LAMBDA_RUNTIME_API",
                    "127.0.0.1:" + Loopback.PORT,
                    "LAMBDA_RUNTIME_DIR",
                    "/var/runtime",
                    "LAMBDA_TASK_ROOT",
                    Profile.TASK);

    /**
     * What a process reads once, when it starts or soon after; a blank one has read it. The C
     * library, the loader and the runtimes themselves.
     */
    private static final Pattern READ_AT_START =
            Pattern.compile(
                    "(NODE|PYTHON|LD|LC|MALLOC|GLIBC|OPENSSL|SSL|UV|JDK|_JAVA|ICU)_.*"
                        + "|PYTHON.*|JAVA_TOOL_OPTIONS|CLASSPATH|LANG|LANGUAGE|LOCPATH|TZ|TZDIR");

    private FunctionEnvironment() {}

    /** Of a process that has no function yet. */
    static Map<String, String> blank() {
        Map<String, String> all = new TreeMap<>(SUGGESTED);
        all.putAll(PLACES);
        return all;
    }

    /** Whether all that the tenant sets can be given to a process that already runs. */
    static boolean canComeLate(SandboxSpec spec) {
        return spec.environment().keySet().stream()
                .noneMatch(name -> READ_AT_START.matcher(name).matches());
    }

    /** As {@code NAME=value}. */
    static List<String> lines(Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        environment.forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    static Map<String, String> of(SandboxSpec spec, String logStream) throws NoSandboxException {
        Map<String, String> all = new TreeMap<>(SUGGESTED);
        for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
            check(variable.getKey(), variable.getValue());
            all.put(variable.getKey(), variable.getValue());
        }
        if (spec.environment().keySet().stream().noneMatch(FunctionEnvironment::isOwnAws)) {
            all.putAll(OUR_AWS);
        }
        all.keySet().removeIf(name -> name.startsWith("AWS_LAMBDA_"));
        all.putAll(PLACES);
        all.putAll(reserved(spec, logStream));
        if (spec.concurrency() > 1) {
            all.put("AWS_LAMBDA_MAX_CONCURRENCY", String.valueOf(spec.concurrency()));
        }
        return all;
    }

    private static Map<String, String> reserved(SandboxSpec spec, String logStream) {
        String region = region(spec.functionArn());
        return Map.ofEntries(
                Map.entry("_HANDLER", spec.handler()),
                Map.entry("AWS_DEFAULT_REGION", region),
                Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_" + spec.runtime()),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(spec.memoryMiB())),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", spec.functionName()),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", spec.version()),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.functionName()),
                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", logStream),
                Map.entry("AWS_REGION", region));
    }

    /** Whoever has credentials of their own, or an address, means another AWS than ours. */
    private static boolean isOwnAws(String name) {
        return OUR_AWS.containsKey(name)
                || name.startsWith("AWS_ENDPOINT_URL")
                || name.startsWith("AWS_CONTAINER_")
                || name.startsWith("AWS_WEB_IDENTITY_")
                || name.equals("AWS_PROFILE");
    }

    /** {@code arn:aws:lambda:<region>:…}. */
    private static String region(String functionArn) {
        String[] parts = functionArn.split(":");
        return parts.length > 3 ? parts[3] : "";
    }

    /** What no process can have; a value that held a NUL would be cut without a word. */
    private static void check(String name, String value) throws NoSandboxException {
        if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
            throw new NoSandboxException(
                    "The environment variable '%s' cannot be set: a name is neither empty nor has '=', and"
                                    .formatted(name.replace('\0', '?'))
                            + " nothing has a NUL");
        }
    }
}
