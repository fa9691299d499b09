package dev.meterlark.trigger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Locale;

/** How the bytes of a key or a value are written in an event. */
enum Form {
    JSON,
    TEXT,
    BASE64;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    static Form of(String member, @Nullable String name, Form otherwise) {
        if (name == null) {
            return otherwise;
        }
        for (Form each : values()) {
            if (each.wireName().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "%s is json, text or base64, was: %s".formatted(member, Texts.shown(name)));
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * As the member of that name; what is not of this form, in Base64 as the member with {@code
     * Base64} behind. Null when there are no bytes, as the value of a tombstone is.
     */
    void put(ObjectNode into, String member, byte @Nullable [] bytes) {
        if (bytes == null) {
            into.putNull(member);
            return;
        }
        boolean fits =
                switch (this) {
                    case JSON -> putJson(into, member, bytes);
                    case TEXT -> putText(into, member, bytes);
                    case BASE64 -> false;
                };
        if (!fits) {
            into.put(member + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static boolean putJson(ObjectNode into, String member, byte[] bytes) {
        try {
            var read = MAPPER.readTree(bytes);
            if (read == null || read.isMissingNode()) {
                return false;
            }
            into.set(member, read);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static boolean putText(ObjectNode into, String member, byte[] bytes) {
        try {
            into.put(member, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
