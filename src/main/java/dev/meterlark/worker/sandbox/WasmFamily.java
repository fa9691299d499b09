package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The host of WebAssembly modules: the platform's own Java and our program in one jar. Its sandbox
 * is not started for a function but for an account, which is {@code worker.wasm}'s to do.
 */
final class WasmFamily implements Family {

    private static final String JAR = "/runtimes/wasm/meterlark-wasm-host.jar";

    /** What the JVM needs beside its heap: machine code, metadata, stacks. */
    private static final int BESIDE_HEAP_MIB = 224;

    @Override
    public String name() {
        return "wasm";
    }

    @Override
    public List<RuntimeImage> build(Path images) throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        String exact = name() + "1";
        ImageBuilder image = ImageBuilder.at(images.resolve(exact));
        JavaFamily.layOut(home, image);
        image.resource(JAR, "/var/runtime/meterlark-wasm-host.jar");
        return List.of(
                new RuntimeImage(
                        new RuntimeOffer(exact, name(), "WASI preview 1"),
                        image.root(),
                        image.mounts(),
                        memoryMiB ->
                                command(
                                        home.resolve("bin/java"),
                                        "/var/runtime/meterlark-wasm-host.jar",
                                        memoryMiB)));
    }

    /**
     * The compiler for long-running code stays on: modules compute. A host that has no memory left
     * for itself is of no use, and ends.
     */
    static List<String> command(Path java, String jar, int memoryMiB) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-XX:ReservedCodeCacheSize=64m",
                        "-XX:MaxMetaspaceSize=96m",
                        "-Xmx" + Math.max(64, memoryMiB - BESIDE_HEAP_MIB) + "m",
                        "-cp",
                        jar,
                        "dev.meterlark.wasmhost.WasmHost"));
        return command;
    }

    @Override
    public Trial trial() {
        return new Trial("", "README", "Modules are sent, and not read from here.\n");
    }
}
