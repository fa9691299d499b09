package dev.meterlark.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Lambda's Context and what hangs on it, for whichever version of the interfaces the package
 * brings: this runtime has none of its own. Methods are told apart by name.
 */
final class LambdaContext implements InvocationHandler {

    private final Event event;

    private LambdaContext(Event event) {
        this.event = event;
    }

    static Object of(Event event, Class<?> contract) {
        return proxy(contract, new LambdaContext(event));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "getAwsRequestId":
                return event.requestId();
            case "getLogGroupName":
                return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
            case "getLogStreamName":
                return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
            case "getFunctionName":
                return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
            case "getFunctionVersion":
                return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
            case "getInvokedFunctionArn":
                return event.functionArn();
            case "getRemainingTimeInMillis":
                return remainingMillis();
            case "getMemoryLimitInMB":
                return memoryMiB();
            case "getXrayTraceId":
                return event.traceId();
            case "getTenantId":
                return event.headers().get("lambda-runtime-aws-tenant-id");
            case "getLogger":
                return proxy(method.getReturnType(), new Logger());
            case "getIdentity":
                return proxy(method.getReturnType(), new Named(Map.of()));
            case "getClientContext":
                return clientContext(method.getReturnType());
            default:
                return otherwise(this, proxy, method, arguments);
        }
    }

    @Override
    public String toString() {
        return "Context(" + event.requestId() + ")";
    }

    private int remainingMillis() {
        long left = event.deadlineMillis() - System.currentTimeMillis();
        return (int) Math.max(0, Math.min(left, Integer.MAX_VALUE));
    }

    private static int memoryMiB() {
        String value = System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        return value == null ? 0 : Integer.parseInt(value);
    }

    private Object clientContext(Class<?> contract) {
        String json = event.clientContext();
        Object tree = json == null ? null : Binder.plain(JsonReader.read(json));
        return tree instanceof Map ? proxy(contract, new Named(Binder.asObject(tree))) : null;
    }

    private static Object proxy(Class<?> contract, InvocationHandler handler) {
        return Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, handler);
    }

    private static Object otherwise(Object handler, Object proxy, Method method, Object[] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "toString":
                return handler.toString();
            case "hashCode":
                return System.identityHashCode(handler);
            case "equals":
                return arguments[0] == proxy;
            default:
                return method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : Binder.absent(method.getReturnType());
        }
    }

    /** Writes to standard output, whose lines become the call's log. */
    private static final class Logger implements InvocationHandler {

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (!method.getName().equals("log")) {
                return otherwise(this, proxy, method, arguments);
            }
            Object message = arguments[0];
            System.out.println(
                    message instanceof byte[]
                            ? new String((byte[]) message, StandardCharsets.UTF_8)
                            : message);
            return null;
        }
    }

    /** Getters over a JSON object: the client context, its client, an empty identity. */
    private static final class Named implements InvocationHandler {

        private final Map<String, Object> values;

        Named(Map<String, Object> values) {
            this.values = values;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (!name.startsWith("get")) {
                return otherwise(this, proxy, method, arguments);
            }
            Object value = values.get(key(name.substring(3)));
            Class<?> wanted = method.getReturnType();
            if (value instanceof Map && wanted.isInterface() && wanted != Map.class) {
                return proxy(wanted, new Named(Binder.asObject(value)));
            }
            return value == null && wanted == Map.class ? Map.of() : value;
        }

        private String key(String name) {
            if (name.equals("Environment")) {
                return "env";
            }
            for (String key : values.keySet()) {
                if (key.replace("_", "").equalsIgnoreCase(name)) {
                    return key;
                }
            }
            return name;
        }
    }
}
