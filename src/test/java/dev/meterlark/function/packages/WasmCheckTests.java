package dev.meterlark.function.packages;

import static dev.meterlark.function.packages.RawModule.bytes;
import static dev.meterlark.function.packages.RawModule.join;
import static dev.meterlark.function.packages.RawModule.name;
import static dev.meterlark.function.packages.RawModule.number;
import static dev.meterlark.function.packages.RawModule.times;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class WasmCheckTests {

    private static final byte[] COMMAND = RawModule.running();

    @TempDir private Path folder;

    @Test
    void aCommandWithMemoryIsAccepted() {
        assertThatCode(() -> WasmCheck.check(COMMAND)).doesNotThrowAnyException();
    }

    @Test
    void wasiCanBeImportedAndNothingElse() {
        assertThatCode(() -> WasmCheck.check(importing("wasi_snapshot_preview1", "fd_write")))
                .doesNotThrowAnyException();

        refused(importing("env", "emscripten_sleep"), "imports \"env.emscripten_sleep\"");
        refused(importing("wasi_snapshot_preview1", "fd_fork"), "fd_fork");
        refused(importing("wasi_unstable", "fd_write"), "wasi_unstable.fd_write");
        refused(importing("\u202ewasi", "a\nb"), "?wasi.a?b");
        refused(
                RawModule.with(2, join(bytes(1), name("env"), name("memory"), bytes(2, 0, 1))),
                "imports a memory, \"env.memory\"");
    }

    @Test
    void whatIsNoModuleIsRefusedBeforeAnythingIsRead() {
        refused(bytes(), "does not begin as one");
        refused(bytes(0, 'a', 's', 'm'), "does not begin as one");
        refused("<html></html>".getBytes(StandardCharsets.UTF_8), "does not begin as one");
        refused(bytes(0, 'a', 's', 'm', 2, 0, 0, 0), "version is 2");
        refused(bytes(0, 'a', 's', 'm', 0x0d, 0, 1, 0), "is a component");
        refused(RawModule.empty().bytes(), "exports no function _start");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] module = importing("wasi_snapshot_preview1", "fd_write");
        for (int length = 0; length < module.length; length++) {
            byte[] cut = Arrays.copyOf(module, length);
            assertThatThrownBy(() -> WasmCheck.check(cut))
                    .as("%d of %d bytes", length, module.length)
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void damageIsRefusedOrHarmlessAndNeverAnotherError() {
        var random = new Random(1);
        byte[] module = importing("wasi_snapshot_preview1", "fd_write");
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = module.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                WasmCheck.check(damaged);
            } catch (RefusedException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.PACKAGE_INVALID);
            }
        }
    }

    @Test
    void countsBeyondTheBoundsAreRefusedWithoutReadingThatMany() {
        refused(RawModule.with(1, number(1_000_000)), "1000000 types; at most 10000");
        refused(RawModule.with(3, number(1_000_000)), "1000000 functions; at most 50000");
        refused(RawModule.with(4, number(1_000_000)), "1000000 tables; at most 16");
        refused(RawModule.with(6, number(1_000_000)), "1000000 globals; at most 10000");
        refused(RawModule.with(11, number(4_294_967_295L)), "4294967295 data segments");
        refused(
                RawModule.with(4, join(bytes(1, 0x70, 0), number(10_000_000))),
                "10000000 elements in a table; at most 100000");
        refused(RawModule.with(5, join(bytes(1, 0), number(70_000))), "70000 pages");
    }

    @Test
    void localsAreCountedTogetherOverTheirGroups() {
        byte[] locals = join(bytes(2), number(4_000), bytes(0x7f), number(46_000), bytes(0x7e));

        refused(RawModule.running(locals, bytes()), "50000 locals in one function");
    }

    @Test
    void aFunctionMayBeNeitherTooLongNorTooDeep() {
        byte[] noLocals = bytes(0);
        byte[] deep = join(times(100_000, bytes(2, 0x40)), times(100_000, bytes(0x0b)));

        refused(RawModule.running(noLocals, deep), "nested deeper than 1000");
        refused(
                RawModule.running(noLocals, times(7 << 20, bytes(1))),
                "bytes in one function; at most 1048576");
    }

    @Test
    void whatTheSandboxDoesNotOfferIsRefusedByItsName() {
        refused(RawModule.with(5, bytes(2, 0, 1, 0, 1)), "2 memories; at most 1");
        refused(RawModule.with(5, bytes(1, 3, 1, 1)), "threads are not offered");
        refused(RawModule.with(5, bytes(1, 4, 1)), "64 bits");
        refused(RawModule.running(0xfe, 0x03, 0), "threads are not offered");
        refused(RawModule.running(0xfd, 0x0c), "build it without SIMD");
        refused(RawModule.running(0x08, 0), "exceptions");
        refused(RawModule.with(1, bytes(1, 0x5f, 0)), "garbage collection");
        refused(RawModule.running(0x28, 0x42, 1, 0), "second memory");
        refused(RawModule.running(0x27), "0x27, which is unknown");
    }

    @Test
    void aModuleUploadedByItselfBecomesFunctionWasm() throws IOException {
        try (CheckedPackage made = check(COMMAND, RuntimeFamily.WASM)) {
            assertThat(made.entries()).isEqualTo(1);
            assertThat(made.unpackedSize()).isEqualTo(COMMAND.length);
        }
    }

    @Test
    void aZipIsLookedIntoForItsModule() throws IOException {
        RawZip zip = RawZip.of("notes.txt");
        zip.deflated("function.wasm", COMMAND);
        check(zip.bytes(), RuntimeFamily.WASM).close();

        assertThatThrownBy(() -> check(RawZip.of("main.wasm").bytes(), RuntimeFamily.WASM))
                .hasMessageContaining("needs function.wasm");
        assertThatThrownBy(() -> check(RawZip.of("function.wasm").bytes(), RuntimeFamily.WASM))
                .hasMessageContaining("no WebAssembly module");
    }

    @Test
    void whatIsNoModuleIsRefusedForWasmAndAModuleForOthers() {
        byte[] text = "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> check(text, RuntimeFamily.WASM))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("neither a WebAssembly module");
        assertThatThrownBy(() -> check(COMMAND, RuntimeFamily.PROVIDED))
                .hasMessageContaining("create the function with the runtime wasm");
        assertThatThrownBy(() -> check(COMMAND, RuntimeFamily.NODEJS))
                .hasMessageContaining("create the function with the runtime wasm");
    }

    private CheckedPackage check(byte[] upload, RuntimeFamily family) throws IOException {
        var limits = new PackageLimits(52_428_800, 262_144_000, 50_000);
        return new PackageCheck(new FolderBlobs(folder), limits)
                .check(
                        new PackageUpload(new ByteArrayInputStream(upload), null, null),
                        family,
                        family.usualHandler());
    }

    private static byte[] importing(String module, String function) {
        return RawModule.with(2, join(bytes(1), name(module), name(function), bytes(0), number(0)));
    }

    private static void refused(byte[] module, String because) {
        assertThatThrownBy(() -> WasmCheck.check(module))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(because);
    }
}
