package dev.meterlark.wasmhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import run.endive.compiler.Cache;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Runs a small module through everything that a call goes through, before the first one does: its
 * classes are loaded, and none is loaded first where a guest has used up the stack.
 */
final class WarmUp {

    private static final int ROUNDS = 30;

    private WarmUp() {}

    static void run() {
        var module =
                Modules.compiled(Base64.getDecoder().decode(WarmUpModule.BASE64), new NoCache());
        var bounds = new SlotOrder.Bounds(1, 16, 1 << 20, 1 << 20, 1 << 10);
        var order = new SlotOrder(0, "", "warm-up", bounds, Map.of("A", "B"));
        var calls = new GuestCalls(order, module, new Nobody());
        for (int i = 0; i < ROUNDS; i++) {
            for (String text : List.of("{}", "trap", "deep", "exit", "none")) {
                calls.run(new Event(Map.of(), text.getBytes(UTF_8)));
            }
        }
    }

    private static final class NoCache implements Cache {
        @Override
        public byte @Nullable [] get(String digest) {
            return null;
        }

        @Override
        public void putIfAbsent(String digest, byte[] classes) {
            // Made anew in every host: it is quick.
        }
    }

    private static final class Nobody implements Reports {
        @Override
        public void loaded(int ticket, byte[] classes) {}

        @Override
        public void refused(int ticket, String why) {}

        @Override
        public void printed(int slot, String request, byte[] text) {}

        @Override
        public void callEnded(
                int slot, String request, long cpuMicros, long peakBytes, long dropped) {}

        @Override
        public void closed(int slot) {}
    }
}
