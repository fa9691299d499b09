package dev.meterlark.invocation.catalog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text in a header as CloudEvents' binding to HTTP writes it: what is not plain ASCII, escaped. */
final class HeaderText {

    private HeaderText() {}

    static String encoded(String text) {
        var out = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each < 0x7f && each != '"' && each != '%') {
                out.append((char) each);
            } else {
                out.append("%%%02X".formatted(each & 0xff));
            }
        }
        return out.toString();
    }

    /** A percent sign that begins no escape stands for itself. */
    static String decoded(String header) {
        var out = new ByteArrayOutputStream();
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(bytes[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
