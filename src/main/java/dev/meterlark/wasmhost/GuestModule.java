package dev.meterlark.wasmhost;

import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.TableInstance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A module and its machine code, which instances share; nothing of one shows in another. */
record GuestModule(WasmModule module, Function<Instance, Machine> code) {

    private static final long MOST_TABLE_ELEMENTS = 100_000;

    List<String> imports() {
        return IntStream.range(0, module.importSection().importCount())
                .mapToObj(i -> module.importSection().getImport(i).name())
                .toList();
    }

    /** Pages of memory that it has from the start. */
    int firstPages() {
        return module.memorySection()
                .map(memories -> memories.getMemory(0).limits().initialPages())
                .orElse(0);
    }

    /** A new one; a start function of the module runs here already. */
    Instance instance(ImportValues imports, int pages) {
        int most =
                module.memorySection()
                        .map(memories -> memories.getMemory(0).limits().maximumPages())
                        .orElse(0);
        return Instance.builder(module)
                .withMachineFactory(code)
                .withImportValues(imports)
                .withMemoryFactory(ByteArrayMemory::new)
                .withMemoryLimits(new MemoryLimits(firstPages(), Math.min(most, pages)))
                .withTableFactory(GuestModule::table)
                .withStart(false)
                .build();
    }

    /** With limits of its own: those of the module would grow with the table, for all instances. */
    private static TableInstance table(Table declared, int value) {
        TableLimits limits = declared.limits();
        long first = limits.min();
        long most = Math.max(first, Math.min(limits.max(), MOST_TABLE_ELEMENTS));
        var own = new TableLimits(first, most);
        return new TableInstance(
                new Table(declared.elementType(), own, declared.initialize()), value);
    }
}
