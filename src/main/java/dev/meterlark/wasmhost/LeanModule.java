package dev.meterlark.wasmhost;

import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

import java.util.List;

/**
 * A module as far as its instances need it, once there is machine code: parsed instructions take a
 * hundred times the memory of the file that they came from. Those of long functions stay, because
 * they may have been too long to be compiled, and are interpreted.
 */
final class LeanModule {

    /** Far below what could exceed 64 KB as a JVM's method. */
    private static final int SURELY_COMPILED = 1_000;

    private static final int NOWHERE = -1;

    /** Nobody comes here; whoever did would find a trap rather than nothing. */
    private static final FunctionBody COMPILED =
            new FunctionBody(
                    List.of(),
                    List.of(
                            AnnotatedInstruction.builder()
                                    .from(
                                            new Instruction(
                                                    NOWHERE,
                                                    OpCode.UNREACHABLE,
                                                    Instruction.EMPTY_OPERANDS))
                                    .build()));

    private LeanModule() {}

    static WasmModule of(WasmModule full) {
        WasmModule.Builder lean =
                WasmModule.builder()
                        .withValidation(false) // that was done
                        .setTypeSection(full.typeSection())
                        .setImportSection(full.importSection())
                        .setFunctionSection(full.functionSection())
                        .setTableSection(full.tableSection())
                        .setGlobalSection(full.globalSection())
                        .setExportSection(full.exportSection())
                        .setElementSection(full.elementSection())
                        .setDataSection(full.dataSection())
                        .setCodeSection(code(full.codeSection()));
        full.memorySection().ifPresent(lean::setMemorySection);
        full.startSection().ifPresent(lean::setStartSection);
        full.dataCountSection().ifPresent(lean::setDataCountSection);
        return lean.build();
    }

    private static CodeSection code(CodeSection full) {
        CodeSection.Builder lean =
                CodeSection.builder().setRequiresDataCount(full.isRequiresDataCount());
        for (FunctionBody body : full.functionBodies()) {
            lean.addFunctionBody(isSurelyCompiled(body) ? COMPILED : body);
        }
        return lean.build();
    }

    private static boolean isSurelyCompiled(FunctionBody body) {
        long weight = body.localTypes().size();
        for (Instruction instruction : body.instructions()) {
            weight += 1L + instruction.operandCount();
        }
        return weight < SURELY_COMPILED;
    }
}
