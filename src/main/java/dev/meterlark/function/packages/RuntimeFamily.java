package dev.meterlark.function.packages;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What kinds of runtimes expect of a package. */
public enum RuntimeFamily {
    NODEJS("nodejs", "index.handler", 128, List.of(".js", ".mjs", ".cjs")),
    PYTHON("python", "app.handler", 128, List.of(".py")),
    /** Without a handler, a Spring Cloud Function application's only function is meant. */
    JAVA("java", "", 512, List.of()),
    PROVIDED("provided", "bootstrap", 128, List.of()),
    /** The handler is told to the module as its name; the module is always the same file. */
    WASM("wasm", "function.wasm", 128, List.of());

    private final String wireName;
    private final String usualHandler;
    private final int usualMemoryMiB;
    private final List<String> sources;

    RuntimeFamily(String wireName, String usualHandler, int usualMemoryMiB, List<String> sources) {
        this.wireName = wireName;
        this.usualHandler = usualHandler;
        this.usualMemoryMiB = usualMemoryMiB;
        this.sources = sources;
    }

    public static Optional<RuntimeFamily> of(String wireName) {
        return Arrays.stream(values()).filter(f -> f.wireName.equals(wireName)).findFirst();
    }

    /** Of an exact runtime, offered here at present or not. */
    public static RuntimeFamily offering(String runtime) {
        return Arrays.stream(values())
                .filter(family -> runtime.startsWith(family.wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "a runtime of no known family: " + runtime));
    }

    public String wireName() {
        return wireName;
    }

    /** What is called when nothing else is said. */
    public String usualHandler() {
        return usualHandler;
    }

    public int usualMemoryMiB() {
        return usualMemoryMiB;
    }

    /** Whether one of its sandboxes can run several calls at once. */
    public boolean runsSeveralAtOnce() {
        return switch (this) {
            case NODEJS, JAVA, WASM -> true;
            case PYTHON, PROVIDED -> false;
        };
    }

    /** Endings of the source files that are a package by themselves; the usual one first. */
    List<String> sources() {
        return sources;
    }
}
