package dev.meterlark.worker;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The worker module as it is, with real sandboxes, shared by all test classes that ask for it. */
public final class RealNode implements ParameterResolver {

    /** Whose sandbox it is to be. */
    public record Version(AccountId account, FunctionId function, long revision) {

        public static Version ofSomebody() {
            return new Version(AccountId.random(), FunctionId.random(), 1);
        }
    }

    public record Program(String family, CodeDigest code, String handler, int memoryMiB) {}

    /** What sandboxes may run, and the workers that run it. */
    public static final class Node implements AutoCloseable {

        private final Map<CodeDigest, byte[]> packages = new ConcurrentHashMap<>();
        private final AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext();

        private final OwnFolder folder = OwnFolder.below(Path.of("target/real-node"));

        private Node() throws IOException {
            TestPropertyValues.of("meterlark.data=" + data()).applyTo(context);
            context.registerBean(CodeSource.class, () -> this::open);
            context.register(Module.class);
            context.refresh();
        }

        public Path data() {
            return folder.path();
        }

        public Workers workers() {
            return context.getBean(Workers.class);
        }

        /** The exact name of this machine's runtime of a family. */
        public String runtime(String family) {
            return workers().runtimes().stream()
                    .filter(offer -> offer.family().equals(family))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "%s is not offered: %s"
                                                    .formatted(family, workers().runtimes())))
                    .name();
        }

        public CodeDigest keep(byte[] zip) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(zip);
                var digest = new CodeDigest(HexFormat.of().formatHex(hash));
                packages.put(digest, zip);
                return digest;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        /** Keeps a package of one text file. */
        public CodeDigest keep(String file, String content) {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry(file));
                zip.write(content.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return keep(bytes.toByteArray());
        }

        public SandboxSpec spec(Version version, Program program, Duration timeout) {
            return spec(version, program, timeout, 1);
        }

        /**
         * @param concurrency calls that a sandbox takes at once
         */
        public SandboxSpec spec(
                Version version, Program program, Duration timeout, int concurrency) {
            return new SandboxSpec(
                    version.account,
                    version.function,
                    version.revision,
                    "sample",
                    "$LATEST",
                    "arn:aws:lambda:us-east-1:000000000001:function:sample",
                    program.code,
                    runtime(program.family),
                    program.handler,
                    program.memoryMiB,
                    timeout,
                    concurrency,
                    Egress.NONE,
                    Map.of());
        }

        private InputStream open(CodeDigest digest) throws IOException {
            byte[] zip = packages.get(digest);
            if (zip == null) {
                throw new NoSuchFileException(digest.toString());
            }
            return new ByteArrayInputStream(zip);
        }

        @Override
        public void close() {
            context.close();
            folder.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan(basePackageClasses = Workers.class)
    @EnableConfigurationProperties
    @ConfigurationPropertiesScan(basePackageClasses = Workers.class)
    static class Module {

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(Node.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        RealNode.class,
                        _ -> {
                            try {
                                return new Node();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        Node.class);
    }
}
