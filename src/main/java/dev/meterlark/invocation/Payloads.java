package dev.meterlark.invocation;

import tools.jackson.core.JsonGenerator;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

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

    private static void text(JsonGenerator json, String name, byte[] payload) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
            json.writeStringProperty(name, text);
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
