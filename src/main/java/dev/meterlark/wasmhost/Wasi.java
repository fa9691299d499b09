package dev.meterlark.wasmhost;

import org.jspecify.annotations.Nullable;

import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * WASI preview 1 for the guests of one thread, one after the other: what a module imports is linked
 * once, and serves whoever is in the seat.
 */
final class Wasi {

    private static final Map<String, WasiFunction> FUNCTIONS = new HashMap<>();

    static {
        Stream.of(WasiSystem.FUNCTIONS, WasiStreams.FUNCTIONS, WasiPaths.FUNCTIONS)
                .flatMap(List::stream)
                .forEach(each -> FUNCTIONS.put(each.name(), each));
    }

    private final ImportValues imports;
    private @Nullable Guest guest;

    Wasi(Collection<String> names) {
        imports =
                ImportValues.builder()
                        .addFunction(
                                names.stream()
                                        .map(FUNCTIONS::get)
                                        .filter(Objects::nonNull)
                                        .map(this::linked)
                                        .toArray(ImportFunction[]::new))
                        .build();
    }

    static Collection<String> names() {
        return FUNCTIONS.keySet();
    }

    ImportValues imports() {
        return imports;
    }

    void seat(@Nullable Guest next) {
        guest = next;
    }

    private ImportFunction linked(WasiFunction function) {
        return new HostFunction(
                WasiFunction.MODULE,
                function.name(),
                function.type(),
                (instance, arguments) ->
                        function.answer(
                                Objects.requireNonNull(guest, "no guest in the seat"),
                                new GuestMemory(instance.memory()),
                                arguments));
    }
}
