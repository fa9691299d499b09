package dev.meterlark.worker.sandbox;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

/** One set of sandboxes for all test classes that ask for it, cleaned up after the last. */
final class SharedSandboxes implements ParameterResolver {

    static final String NODE = "meterlark-test-" + ProcessHandle.current().pid();

    /** Each sandbox is started when a test asks for it. */
    private static final Map<String, String> FRESH =
            Map.of("meterlark.sandbox.blank.enabled", "false");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(OciSandboxes.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION,
                        ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        NODE, _ -> new OciSandboxes(properties(FRESH), NODE), OciSandboxes.class);
    }

    static SandboxProperties properties(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.sandbox", SandboxProperties.class);
    }
}
