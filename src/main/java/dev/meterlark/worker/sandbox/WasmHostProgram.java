package dev.meterlark.worker.sandbox;

import java.nio.file.Path;
import java.util.List;

/** The program that runs WebAssembly modules, and how its JVM is started. */
public final class WasmHostProgram {

    /** Its jar, in our own. */
    public static final String RESOURCE = "/runtimes/wasm/meterlark-wasm-host.jar";

    /** What the JVM needs beside its heap: machine code, metadata, stacks. */
    public static final int BESIDE_HEAP_MIB = 224;

    private WasmHostProgram() {}

    /**
     * The compiler for long-running code stays on: modules compute. The heap begins small, because
     * many hosts wait for most of their lives.
     */
    public static List<String> command(Path java, String jar, int memoryMiB) {
        return List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:MaxMetaspaceSize=96m",
                "-Xms48m",
                "-Xss512k",
                "-Xmx" + Math.max(64, memoryMiB - BESIDE_HEAP_MIB) + "m",
                "-cp",
                jar,
                "dev.meterlark.wasmhost.WasmHost");
    }
}
