package dev.meterlark.function.packages;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A WebAssembly module written byte by byte, right unless a test wants otherwise. */
final class RawModule {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private RawModule() {
        out.writeBytes(bytes(0, 'a', 's', 'm', 1, 0, 0, 0));
    }

    static RawModule empty() {
        return new RawModule();
    }

    /** One memory, and one function _start that has this code. */
    static byte[] running(int... code) {
        return running(bytes(0), bytes(code));
    }

    static byte[] running(byte[] locals, byte[] code) {
        byte[] body = join(locals, code, bytes(0x0b));
        return empty().section(1, bytes(1, 0x60, 0, 0))
                .section(3, bytes(1, 0))
                .section(5, bytes(1, 0, 1))
                .section(7, join(bytes(1), name("_start"), bytes(0, 0)))
                .section(10, join(bytes(1), number(body.length), body))
                .bytes();
    }

    /** A command with nothing wrong but this section, which comes before the function's own. */
    static byte[] with(int id, byte[] content) {
        RawModule module = empty();
        int[] ids = {1, 2, 3, 4, 5, 6, 7, 10, 11};
        for (int each : ids) {
            byte[] usual = usual(each);
            if (each == id) {
                module.section(id, content);
            } else if (usual.length > 0) {
                module.section(each, usual);
            }
        }
        return module.bytes();
    }

    private static byte[] usual(int id) {
        return switch (id) {
            case 1 -> bytes(1, 0x60, 0, 0);
            case 3 -> bytes(1, 0);
            case 5 -> bytes(1, 0, 1);
            case 7 -> join(bytes(1), name("_start"), bytes(0, 0));
            case 10 -> bytes(1, 2, 0, 0x0b);
            default -> new byte[0];
        };
    }

    RawModule section(int id, byte[] content) {
        out.write(id);
        out.writeBytes(number(content.length));
        out.writeBytes(content);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] number(long value) {
        var number = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 0x7f) {
            number.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        number.write((int) rest);
        return number.toByteArray();
    }

    static byte[] name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return join(number(utf8.length), utf8);
    }

    static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static byte[] times(int count, byte[] each) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }
}
