package dev.meterlark.invocation.compiling;

import dev.meterlark.function.snapshot.CompiledSource;
import dev.meterlark.function.snapshot.JavaSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said to {@link CompilerProgram} and what it answers. The answer comes out of a sandbox
 * and is believed no more than any function's: it can be no more than a package that its account
 * could have uploaded.
 */
final class CompilerMessages {

    private CompilerMessages() {}

    /**
     * @param release empty for that of the compiler itself
     */
    static byte[] request(JavaSource source, String release) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(source.fileName());
            out.writeUTF(release);
            out.write(source.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("a request of " + source.fileName(), e);
        }
        return bytes.toByteArray();
    }

    /**
     * @throws IOException when it is no answer
     */
    static CompiledSource answer(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        boolean compiled = in.readBoolean();
        int count = in.readInt();
        if (count < 0 || count > bytes.length) {
            throw new IOException("%d things in %d bytes".formatted(count, bytes.length));
        }
        return compiled
                ? new CompiledSource.Classes(classes(in, count))
                : new CompiledSource.Mistaken(mistakes(in, count));
    }

    private static Map<String, byte[]> classes(DataInputStream in, int count) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String path = in.readUTF();
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("%s would have %d bytes".formatted(path, length));
            }
            files.put(path, in.readNBytes(length));
        }
        return files;
    }

    private static List<CompiledSource.Mistake> mistakes(DataInputStream in, int count)
            throws IOException {
        if (count == 0) {
            throw new IOException("it failed without a mistake");
        }
        List<CompiledSource.Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mistakes.add(new CompiledSource.Mistake(in.readInt(), in.readInt(), in.readUTF()));
        }
        return mistakes;
    }
}
