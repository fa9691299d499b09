package dev.meterlark.runtime;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The environment and the folder of this process, to be replaced once: what {@code System.getenv}
 * knows, what child processes inherit and native code sees. The starter opens {@code
 * java.base/java.lang} and {@code java.base/java.util} for it, allows native access and sets {@code
 * user.dir} to the folder to come, because the JDK remembers it from its start.
 */
final class Surroundings {

    private final CLibrary library;
    private final Map<String, String> variables;

    /** Does everything once, so that all that it takes is there when it counts. */
    Surroundings() throws Throwable {
        library = new CLibrary();
        Object unmodifiable =
                field("java.lang.ProcessEnvironment", "theUnmodifiableEnvironment").get(null);
        variables = cast(field("java.util.Collections$UnmodifiableMap", "m").get(unmodifiable));
        library.set("SAMPLE", "sample");
        library.unset("SAMPLE");
        library.changeFolder(".");
        replaceVariables(Map.copyOf(variables));
    }

    void replace(Map<String, ?> environment) throws Throwable {
        replaceVariables(environment);
        String folder = variables.get("LAMBDA_TASK_ROOT");
        library.changeFolder(folder);
        System.setProperty("user.dir", folder);
    }

    private void replaceVariables(Map<String, ?> environment) throws Throwable {
        List<String> before = new ArrayList<>(variables.keySet());
        for (String name : before) {
            if (!environment.containsKey(name)) {
                variables.remove(name);
                library.unset(name);
            }
        }
        for (Map.Entry<String, ?> variable : environment.entrySet()) {
            String value = (String) variable.getValue();
            variables.put(variable.getKey(), value);
            library.set(variable.getKey(), value);
        }
    }

    private static Field field(String type, String name) throws ReflectiveOperationException {
        Field field = Class.forName(type).getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> cast(Object map) {
        return (Map<String, String>) map;
    }
}
