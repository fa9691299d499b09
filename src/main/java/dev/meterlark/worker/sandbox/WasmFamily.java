package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RuntimeOffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The host of WebAssembly modules: the platform's own Java and our program in one jar. Its sandbox
 * is not started for a function but for an account, which is {@code worker.wasm}'s to do.
 */
final class WasmFamily implements Family {

    private static final String JAR = "/var/runtime/meterlark-wasm-host.jar";

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
        image.resource(WasmHostProgram.RESOURCE, JAR);
        return List.of(
                new RuntimeImage(
                        new RuntimeOffer(exact, name(), "WASI preview 1"),
                        image.root(),
                        image.mounts(),
                        memoryMiB ->
                                WasmHostProgram.command(home.resolve("bin/java"), JAR, memoryMiB)));
    }

    @Override
    public Trial trial() {
        return new Trial("", "README", "Modules are sent, and not read from here.\n");
    }
}
