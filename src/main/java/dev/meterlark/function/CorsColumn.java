package dev.meterlark.function;

import dev.meterlark.function.snapshot.Cors;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

/** {@link Cors} as JSON in a column. */
@Converter
class CorsColumn implements AttributeConverter<@Nullable Cors, @Nullable String> {

    /** Of the column. */
    static final int LONGEST = 8_192;

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Cors cors) {
        return cors == null ? null : text(cors);
    }

    @Override
    public @Nullable Cors convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : JSON.readValue(text, Cors.class);
    }

    static String text(Cors cors) {
        return JSON.writeValueAsString(cors);
    }
}
