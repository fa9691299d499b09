package dev.meterlark.wasmhost;

import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

import java.util.List;

/**
 * One function that a guest may import.
 *
 * @param parameters {@code i} for 32 bits, {@code I} for 64
 */
record WasiFunction(String name, String parameters, Body body) {

    static final String MODULE = "wasi_snapshot_preview1";

    /** What it does; a refusal is a {@link WasiError}. */
    interface Body {
        void call(Guest guest, GuestMemory memory, long[] arguments);
    }

    FunctionType type() {
        List<ValType> types =
                parameters
                        .chars()
                        .mapToObj(letter -> letter == 'I' ? ValType.I64 : ValType.I32)
                        .toList();
        return FunctionType.of(types, returnsNothing() ? List.of() : List.of(ValType.I32));
    }

    private boolean returnsNothing() {
        return name.equals("proc_exit");
    }

    /** The answer as the guest gets it: a number, 0 when all went well. */
    long[] answer(Guest guest, GuestMemory memory, long[] arguments) {
        GuestEnd.ifInterrupted();
        try {
            body.call(guest, memory, arguments);
            return new long[] {0};
        } catch (WasiError e) {
            return new long[] {e.number()};
        }
    }
}
