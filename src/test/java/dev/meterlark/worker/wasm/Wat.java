package dev.meterlark.worker.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Modules written as text, assembled by wat2wasm of Debian's package wabt. */
final class Wat {

    private static final Map<String, byte[]> ASSEMBLED = new ConcurrentHashMap<>();

    /** What most modules import: reading the event, writing the answer and the log, and the end. */
    private static final String USUAL =
            """
            (module
              (import "wasi_snapshot_preview1" "fd_read"
                (func $read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write"
                (func $write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            """;

    /** Writes a stretch of memory to a descriptor. */
    private static final String PUT =
            """
              (func $put (param $fd i32) (param $at i32) (param $length i32)
                (i32.store (i32.const 0) (local.get $at))
                (i32.store (i32.const 4) (local.get $length))
                (drop (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 8))))
            """;

    /** Reads up to 1024 bytes of the event to address 1024; answers how many. */
    private static final String GET =
            """
              (func $get (result i32)
                (i32.store (i32.const 0) (i32.const 1024))
                (i32.store (i32.const 4) (i32.const 1024))
                (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
                (i32.load (i32.const 8)))
            """;

    private Wat() {}

    /** A command with one page of memory that does this. */
    static byte[] running(String instructions) {
        return running("(memory (export \"memory\") 1)", instructions);
    }

    /**
     * @param fields of the module, its memory among them
     */
    static byte[] running(String fields, String instructions) {
        return assembled(
                USUAL + fields + PUT + GET + "(func (export \"_start\")" + instructions + "))");
    }

    static byte[] assembled(String text) {
        return ASSEMBLED.computeIfAbsent(text, Wat::assemble);
    }

    private static byte[] assemble(String text) {
        try {
            Path in = Files.createTempFile("module", ".wat");
            Path out = Files.createTempFile("module", ".wasm");
            Files.writeString(in, text);
            Process wat =
                    new ProcessBuilder("wat2wasm", in.toString(), "-o", out.toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(wat.getInputStream().readAllBytes(), UTF_8);
            if (wat.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            byte[] module = Files.readAllBytes(out);
            Files.delete(in);
            Files.delete(out);
            return module;
        } catch (IOException e) {
            throw new UncheckedIOException("modules need wat2wasm, of Debian's package wabt", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a package. */
    static byte[] zip(byte[] module) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("function.wasm"));
            zip.write(module);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
