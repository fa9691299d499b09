package dev.meterlark.worker.wasm;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.ConversationLimits;
import dev.meterlark.worker.protocol.RuntimeApi;
import dev.meterlark.worker.protocol.RuntimeConversation;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandbox;
import dev.meterlark.worker.sandbox.WasmHostProgram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts hosts as unprivileged processes: an empty environment, no descriptors but the standard
 * ones, a bound for the heap; started by root, a user id that nothing else has, and no way to more
 * privileges. What keeps a module in is then the JVM alone.
 */
final class Children {

    /** Below the ids of sandboxes and above those that people and systemd have. */
    private static final int FIRST_USER = 0x6ff0_0000;

    private static final int USERS = 0x1_0000;
    private static final List<String> LIMITS =
            List.of("prlimit", "--core=0", "--nofile=256", "--fsize=0", "--memlock=65536");

    private final RuntimeApi api;
    private final AtomicInteger users = new AtomicInteger();

    Children(RuntimeApi api) {
        this.api = api;
    }

    /** Where anybody can read it, also a user without a home. */
    private static Path jar() throws IOException {
        Path folder =
                Files.createTempDirectory(
                        "meterlark-wasm-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
        Path jar = folder.resolve("host.jar");
        try (InputStream in = Children.class.getResourceAsStream(WasmHostProgram.RESOURCE)) {
            if (in == null) {
                throw new IOException("missing resource " + WasmHostProgram.RESOURCE);
            }
            Files.copy(in, jar, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        return jar;
    }

    Sandbox start(SandboxSpec spec) throws NoSandboxException {
        try {
            Path jar = jar();
            ServerSocketChannel listener = Child.listenHere();
            int port = listener.socket().getLocalPort();
            RuntimeConversation conversation = api.converse(listener, ConversationLimits.LAMBDA);
            try {
                var child = new Child(process(spec, jar, port), conversation);
                child.exit().thenRun(() -> delete(jar));
                return child;
            } catch (IOException e) {
                conversation.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NoSandboxException("No process could be started: " + e.getMessage(), e);
        }
    }

    private Process process(SandboxSpec spec, Path jar, int port) throws IOException {
        List<String> command = new ArrayList<>(LIMITS);
        command.addAll(privileges());
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        command.addAll(WasmHostProgram.command(java, jar.toString(), spec.memoryMiB()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(Path.of("/").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("LANG", "C.UTF-8");
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> privileges() {
        List<String> command = new ArrayList<>(List.of("setpriv", "--no-new-privs"));
        if ("root".equals(System.getProperty("user.name"))) {
            int user = FIRST_USER + users.getAndIncrement() % USERS;
            command.addAll(
                    List.of(
                            "--reuid=" + user,
                            "--regid=" + user,
                            "--clear-groups",
                            "--inh-caps=-all",
                            "--bounding-set=-all"));
        }
        command.add("--");
        return command;
    }

    private static void delete(Path jar) {
        try {
            Files.deleteIfExists(jar);
            Files.deleteIfExists(jar.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
