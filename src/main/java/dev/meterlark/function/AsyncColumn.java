package dev.meterlark.function;

import dev.meterlark.function.snapshot.AsyncPolicy;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

/** {@link AsyncPolicy} as JSON in a column, in the words of the API. */
@Converter
public class AsyncColumn implements AttributeConverter<@Nullable AsyncPolicy, @Nullable String> {

    /** Of the column. */
    static final int LONGEST = 8_192;

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable AsyncPolicy policy) {
        return policy == null ? null : text(policy);
    }

    @Override
    public @Nullable AsyncPolicy convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : AsyncShaping.policy(JSON.readValue(text, AsyncSettings.class));
    }

    public static String text(AsyncPolicy policy) {
        return JSON.writeValueAsString(AsyncSettings.of(policy));
    }
}
