package dev.meterlark.storage.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The MD5 of bodies and attributes by which AWS's SDKs look whether they arrived. */
final class AttributeDigest {

    private static final byte TEXT = 1;
    private static final byte BYTES = 2;

    private AttributeDigest() {}

    static String of(String body) {
        return hex(md5().digest(body.getBytes(UTF_8)));
    }

    /** Each part with its length before it, by name. */
    static String of(Map<String, MessageAttribute> attributes) {
        MessageDigest digest = md5();
        new TreeMap<>(attributes)
                .forEach(
                        (name, attribute) -> {
                            add(digest, name.getBytes(UTF_8));
                            add(digest, attribute.type().getBytes(UTF_8));
                            digest.update(attribute.isBinary() ? BYTES : TEXT);
                            add(digest, attribute.bytes());
                        });
        return hex(digest.digest());
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has MD5", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
