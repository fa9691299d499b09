package dev.meterlark.worker.protocol;

import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.RunRequest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A runtime as a plain process, with nothing between it and the real Runtime API but the loopback.
 */
final class RuntimeProcess implements AutoCloseable {

    static final String ARN = "arn:aws:lambda:eu-local-1:000000000001:function:sample";
    static final Path RUNTIMES = Path.of("target/classes/runtimes").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 30;

    private final RuntimeApi api = new RuntimeApi(1);
    private final RuntimeConversation conversation;
    private final Process process;
    private final Path output;
    private final Map<String, String> environment;

    private RuntimeProcess(List<String> command, Path taskRoot, String handler) throws IOException {
        this(command, taskRoot, handler, 1, false);
    }

    private RuntimeProcess(
            List<String> command, Path taskRoot, String handler, int atOnce, boolean blank)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        conversation = api.converse(listener, ConversationLimits.LAMBDA);
        output = Files.createTempFile(taskRoot, "output", ".log");
        environment = lambdaEnvironment(port, taskRoot, handler);
        if (atOnce > 1) {
            conversation.takesAtOnce(atOnce);
            environment.put("AWS_LAMBDA_MAX_CONCURRENCY", String.valueOf(atOnce));
        }
        var builder = new ProcessBuilder(new ArrayList<>(command)).directory(taskRoot.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        if (blank) {
            conversation.specialization();
            builder.command().add("--blank");
            builder.directory(RUNTIMES.toFile());
            builder.environment()
                    .keySet()
                    .retainAll(Set.of("PATH", "LANG", "AWS_LAMBDA_RUNTIME_API"));
            builder.environment().put("NOBODYS", "yet");
        }
        process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    static RuntimeProcess node(Path taskRoot, String handler) throws IOException {
        return new RuntimeProcess(nodeCommand(), taskRoot, handler);
    }

    static RuntimeProcess python(Path taskRoot, String handler) throws IOException {
        return new RuntimeProcess(pythonCommand(), taskRoot, handler);
    }

    static RuntimeProcess java(Path taskRoot, String handler) throws IOException {
        return new RuntimeProcess(javaCommand(List.of()), taskRoot, handler);
    }

    static RuntimeProcess node(Path taskRoot, String handler, int atOnce) throws IOException {
        return new RuntimeProcess(nodeCommand(), taskRoot, handler, atOnce, false);
    }

    static RuntimeProcess java(Path taskRoot, String handler, int atOnce) throws IOException {
        return new RuntimeProcess(javaCommand(List.of()), taskRoot, handler, atOnce, false);
    }

    /** Started without a function; {@link #specialize} gives it one. */
    static RuntimeProcess blankNode(Path taskRoot, String handler) throws IOException {
        return blankNode(taskRoot, handler, 1);
    }

    static RuntimeProcess blankNode(Path taskRoot, String handler, int atOnce) throws IOException {
        return new RuntimeProcess(nodeCommand(), taskRoot, handler, atOnce, true);
    }

    static RuntimeProcess blankPython(Path taskRoot, String handler) throws IOException {
        return new RuntimeProcess(pythonCommand(), taskRoot, handler, 1, true);
    }

    static RuntimeProcess blankJava(Path taskRoot, String handler) throws IOException {
        return blankJava(taskRoot, handler, 1);
    }

    static RuntimeProcess blankJava(Path taskRoot, String handler, int atOnce) throws IOException {
        var options =
                List.of(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-Duser.dir=" + taskRoot);
        return new RuntimeProcess(javaCommand(options), taskRoot, handler, atOnce, true);
    }

    /** Once it is warm. */
    RuntimeProcess specialize() throws Exception {
        orOutput(conversation.specialization());
        conversation.specialize(environment);
        return this;
    }

    private static List<String> nodeCommand() {
        return List.of("/usr/bin/node", RUNTIMES.resolve("nodejs/bootstrap.cjs").toString());
    }

    private static List<String> pythonCommand() {
        String bootstrap = RUNTIMES.resolve("python/bootstrap.py").toString();
        return List.of("/usr/bin/python3", "-u", "-B", bootstrap);
    }

    private static List<String> javaCommand(List<String> options) {
        String jar = RUNTIMES.resolve("java/meterlark-runtime.jar").toString();
        return javaCommand(options, jar, "dev.meterlark.runtime.Bootstrap");
    }

    private static List<String> javaCommand(
            List<String> options, String classPath, String mainClass) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        return command;
    }

    /** A JVM with another main class, such as that of AWS's own runtime client. */
    static RuntimeProcess javaClass(
            String classPath, String mainClass, Path taskRoot, String handler, String... arguments)
            throws IOException {
        List<String> command = javaCommand(List.of(), classPath, mainClass);
        command.addAll(List.of(arguments));
        return new RuntimeProcess(command, taskRoot, handler);
    }

    static RuntimeProcess executable(Path taskRoot) throws IOException {
        return new RuntimeProcess(List.of(taskRoot.resolve("bootstrap").toString()), taskRoot, "");
    }

    RuntimeConversation conversation() {
        return conversation;
    }

    Readiness readiness() throws Exception {
        return orOutput(conversation.ready());
    }

    Reply call(String json) throws Exception {
        return call(json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    Reply call(byte[] event, String contentType) throws Exception {
        return orOutput(hand(event, contentType, null));
    }

    CompletableFuture<Reply> hand(
            byte[] event, String contentType, @Nullable String clientContext) {
        Instant now = Instant.now();
        var request =
                new RunRequest(
                        InvocationId.at(now), event, contentType, "Root=1-2-3", clientContext);
        return hand(request, Outlet.NONE).reply();
    }

    Exchange hand(RunRequest request, Outlet outlet) {
        Instant deadline = Instant.now().plusSeconds(PATIENCE_SECONDS);
        return conversation.hand(request, ARN, deadline, outlet);
    }

    /** Hands an event over whose answer may be streamed. */
    Exchange stream(String json, AnswerStream receiver, long mostBytes) {
        return hand(request(json, "Root=1-2-3"), new Outlet(receiver, mostBytes, Pace.FREE));
    }

    static RunRequest request(String json, String traceId) {
        byte[] event = json.getBytes(StandardCharsets.UTF_8);
        var id = InvocationId.at(Instant.now());
        return new RunRequest(id, event, "application/json", traceId, null);
    }

    /** The answer as text; fails with what the runtime printed when it is no answer. */
    String answer(String json) throws Exception {
        return answered(call(json));
    }

    String answered(Reply reply) throws IOException {
        return switch (reply) {
            case Reply.Answered(byte[] payload, _) -> new String(payload, StandardCharsets.UTF_8);
            case Reply.Streamed _, Reply.Failed _, Reply.TooLarge _ ->
                    throw new AssertionError(reply + "\n" + output());
        };
    }

    Reply.Failed failure(String json) throws Exception {
        return (Reply.Failed) call(json);
    }

    Readiness.InitFailed initFailure() throws Exception {
        return (Readiness.InitFailed) readiness();
    }

    int exitStatus() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running\n" + output());
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return new String(printed(), StandardCharsets.UTF_8);
    }

    byte[] printed() throws IOException {
        return Files.readAllBytes(output);
    }

    @Override
    public void close() {
        conversation.close();
        process.destroyForcibly();
        process.onExit().join();
        api.close();
    }

    <T> T orOutput(CompletableFuture<T> future) throws Exception {
        CompletableFuture.anyOf(future, process.onExit()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!process.isAlive() && !future.isDone()) {
            throw new AssertionError(
                    "the process ended with " + process.exitValue() + "\n" + output());
        }
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Map<String, String> lambdaEnvironment(int port, Path taskRoot, String handler) {
        var environment = new HashMap<String, String>();
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
        environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        environment.put("_HANDLER", handler);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "sample");
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/sample");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
        environment.put("AWS_REGION", "eu-local-1");
        environment.put("LANG", "C.UTF-8");
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        return environment;
    }
}
