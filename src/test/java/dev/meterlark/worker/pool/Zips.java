package dev.meterlark.worker.pool;

import dev.meterlark.shared.CodeDigest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages, good ones and those that an attacker would send. */
final class Zips {

    private static final int DIRECTORY_RECORD = 0x02014b50;
    private static final int LOCAL_RECORD = 0x04034b50;

    private Zips() {}

    /** Names and contents in turn. */
    static byte[] of(String... namesAndContents) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** One entry whose directory record says that it was made on Unix, with this mode. */
    static byte[] withMode(String name, String content, int mode) {
        byte[] zip = of(name, content);
        ByteBuffer view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int record = find(view, DIRECTORY_RECORD);
        view.put(record + 5, (byte) 3).putInt(record + 38, mode << 16);
        return zip;
    }

    /** Says everywhere that its one entry has a single byte. */
    static byte[] lyingAboutItsSize(String name, String content) {
        byte[] zip = of(name, content);
        ByteBuffer view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        view.putInt(find(view, DIRECTORY_RECORD) + 24, 1);
        view.putInt(find(view, LOCAL_RECORD) + 22, 1);
        return zip;
    }

    static CodeDigest digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new CodeDigest(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static int find(ByteBuffer zip, int signature) {
        for (int at = 0; at < zip.limit() - 3; at++) {
            if (zip.getInt(at) == signature) {
                return at;
            }
        }
        throw new IllegalStateException("no record %x".formatted(signature));
    }
}
