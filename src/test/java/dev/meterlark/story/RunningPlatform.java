package dev.meterlark.story;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One platform for all story classes that do not harm it; stopped after the last. */
public final class RunningPlatform implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(PlatformProcess.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        RunningPlatform.class,
                        _ -> {
                            try {
                                Path folder = Files.createDirectories(Path.of("target/stories"));
                                Path data = Files.createTempDirectory(folder, "data-");
                                return PlatformProcess.start(data.toAbsolutePath());
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        PlatformProcess.class);
    }
}
