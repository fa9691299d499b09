package dev.meterlark.console.calls;

import dev.meterlark.console.FunctionText;
import dev.meterlark.console.JsonLines;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

/**
 * What a function answered, as text for a page: JSON is set out in lines, anything else is shown as
 * it is.
 *
 * @param cut says that it is longer than what is shown; null when all of it is
 */
public record AnswerText(String text, @Nullable String cut) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static @Nullable AnswerText of(byte[] payload) {
        if (payload.length == 0) {
            return null;
        }
        if (payload.length > FunctionText.LONGEST) {
            String start = new String(payload, 0, FunctionText.LONGEST, StandardCharsets.UTF_8);
            return new AnswerText(
                    FunctionText.plain(start),
                    FunctionText.cut(payload.length, FunctionText.LONGEST));
        }
        return new AnswerText(FunctionText.plain(setOut(payload)), null);
    }

    /**
     * Of an answer that was streamed.
     *
     * @param shown the beginning of it, fit for a page
     * @param bytes of all of it
     */
    public static AnswerText of(byte[] shown, long bytes) {
        String text = new String(shown, StandardCharsets.UTF_8);
        return new AnswerText(
                text, bytes <= shown.length ? null : FunctionText.cut(bytes, shown.length));
    }

    /** As it is when it is not JSON, or so deep that setting it out would multiply it. */
    private static String setOut(byte[] payload) {
        String asItIs = new String(payload, StandardCharsets.UTF_8);
        try {
            JSON.readTree(payload);
        } catch (JacksonException e) {
            return asItIs;
        }
        return JsonLines.of(asItIs, FunctionText.LONGEST);
    }
}
