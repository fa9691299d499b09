package dev.meterlark.storage.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.RefusedException;

import io.swagger.v3.oas.annotations.media.Schema;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

import java.util.Arrays;

/** A JSON object, compact, each number with the digits that it came with. */
@Schema(type = "object")
@JsonSerialize(using = DocumentJson.Writer.class)
@JsonDeserialize(using = DocumentJson.Reader.class)
public record Document(byte[] json) {

    /**
     * @throws RefusedException when it is no JSON object, or one that is not taken
     */
    public static Document parse(byte[] json) {
        return DocumentJson.parse(json);
    }

    public String text() {
        return new String(json, UTF_8);
    }

    /** Numbers are exact: whole or decimal, never floating. */
    public JsonNode tree() {
        return DocumentJson.tree(json);
    }

    int bytes() {
        return json.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document(byte[] theirs) && Arrays.equals(json, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(json);
    }

    @Override
    public String toString() {
        return text();
    }
}
