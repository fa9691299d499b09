package dev.meterlark.wasmhost;

import org.jspecify.annotations.Nullable;

import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.CompiledModule;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The modules of this host, each turned into machine code once, one after the other. Whoever needs
 * one that is still being made waits for it.
 */
final class Modules {

    /** Deep enough for whatever the upload check lets through; what is not ends as a refusal. */
    private static final long STACK_BYTES = 64 << 20;

    private static final int LONGEST_REASON = 2_000;
    private static final byte[] NONE = {};

    private final Reports reports;
    private final Map<String, CompletableFuture<GuestModule>> modules = new ConcurrentHashMap<>();
    private final Executor compiling =
            Executors.newSingleThreadExecutor(
                    work -> {
                        var thread = new Thread(null, work, "compiling", STACK_BYTES);
                        thread.setDaemon(true);
                        return thread;
                    });

    Modules(Reports reports) {
        this.reports = reports;
    }

    void load(int ticket, String digest, byte[] module, byte[] classes) {
        CompletableFuture<GuestModule> made =
                modules.computeIfAbsent(digest, _ -> new CompletableFuture<>());
        compiling.execute(() -> make(ticket, made, module, classes));
    }

    private void make(
            int ticket, CompletableFuture<GuestModule> made, byte[] module, byte[] classes) {
        try {
            var kept = new KeptClasses(classes);
            if (!made.isDone()) {
                made.complete(compiledOrAnew(module, kept));
            }
            reports.loaded(ticket, kept.made);
        } catch (Throwable e) { // also an error is the module's end only, and not the host's
            made.completeExceptionally(e);
            String why = String.valueOf(e.getMessage());
            reports.refused(ticket, why.substring(0, Math.min(why.length(), LONGEST_REASON)));
        }
    }

    /** What is kept may be anything by now; a JVM that refuses it still has the module. */
    private static GuestModule compiledOrAnew(byte[] module, KeptClasses kept) {
        try {
            return compiled(module, kept);
        } catch (RuntimeException | Error e) {
            if (kept.sent.length == 0) {
                throw e;
            }
            kept.sent = NONE;
            return compiled(module, kept);
        }
    }

    /** Functions too long for a JVM's method are interpreted. */
    static GuestModule compiled(byte[] bytes, Cache cache) {
        WasmModule module = Parser.parse(bytes);
        Function<Instance, Machine> code =
                MachineFactoryCompiler.builder(module)
                        .withInterpreterFallback(InterpreterFallback.SILENT)
                        .withCache(cache)
                        .compile();
        // Without this, instances would have to be of the module that has all instructions.
        Function<Instance, Machine> machines =
                code instanceof CompiledModule made ? made.machineFactory() : code;
        return new GuestModule(LeanModule.of(module), machines);
    }

    /** Fails when it was never loaded, or cannot be. */
    CompletableFuture<GuestModule> of(String digest) {
        CompletableFuture<GuestModule> module = modules.get(digest);
        return module == null
                ? CompletableFuture.failedFuture(new IOException("no module " + digest))
                : module;
    }

    void forget(String digest) {
        modules.remove(digest);
    }

    /** The platform keeps them; here is only what it sent and what it shall have. */
    private static final class KeptClasses implements Cache {

        private byte[] sent;
        private byte[] made = NONE;

        private KeptClasses(byte[] sent) {
            this.sent = sent;
        }

        @Override
        public byte @Nullable [] get(String digest) {
            return sent.length == 0 ? null : sent;
        }

        @Override
        public void putIfAbsent(String digest, byte[] classes) {
            made = classes;
        }
    }
}
