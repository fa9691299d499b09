package dev.meterlark.invocation;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes that a tenant sent, as part of a JSON document of ours. */
public final class Payloads {

    private Payloads() {}

    /**
     * JSON as it is, other text as a string, and what is no text in base64, with a member beside it
     * that says so: {@code <name>Base64Encoded}.
     */
    public static void write(JsonGenerator json, String name, byte[] payload, String contentType) {
        if (payload.length == 0) {
            json.writeNullProperty(name);
        } else if (mayBeJson(contentType) && JsonText.flaw(payload).isEmpty()) {
            json.writeName(name);
            json.writeRawValue(new String(payload, StandardCharsets.UTF_8));
        } else {
            text(json, name, payload);
        }
    }

    /**
     * The same as a text of JSON.
     *
     * @param base64 whether it is a string of bytes that are no text
     */
    public record Shown(String json, boolean base64) {

        public static Shown of(byte[] payload, String contentType) {
            if (payload.length == 0) {
                return new Shown("null", false);
            }
            if (mayBeJson(contentType) && JsonText.flaw(payload).isEmpty()) {
                return new Shown(new String(payload, StandardCharsets.UTF_8), false);
            }
            try {
                return new Shown(quoted(decoded(payload)), false);
            } catch (CharacterCodingException e) {
                return new Shown(quoted(Base64.getEncoder().encodeToString(payload)), true);
            }
        }

        private static String quoted(String text) {
            return JsonMapper.shared().writeValueAsString(text);
        }
    }

    private static String decoded(byte[] payload) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    }

    private static void text(JsonGenerator json, String name, byte[] payload) {
        try {
            json.writeStringProperty(name, decoded(payload));
        } catch (CharacterCodingException e) {
            json.writeName(name);
            json.writeBinary(payload);
            json.writeBooleanProperty(name + "Base64Encoded", true);
        }
    }

    private static boolean mayBeJson(String contentType) {
        return contentType.isEmpty() || Admission.isJson(contentType);
    }
}
