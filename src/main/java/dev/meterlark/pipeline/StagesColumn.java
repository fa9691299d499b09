package dev.meterlark.pipeline;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/** Stages as JSON, in the order of {@link StageView}'s own, which {@link #naming} relies on. */
@Converter
class StagesColumn implements AttributeConverter<List<StageView>, String> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<StageView>> STAGES = new TypeReference<>() {};

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable List<StageView> stages) {
        return stages == null ? null : JSON.writeValueAsString(stages);
    }

    @Override
    public @Nullable List<StageView> convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : List.copyOf(JSON.readValue(text, STAGES));
    }

    /** A pattern that every column matches with a stage of that name, and few others. */
    static String naming(String function) {
        return "%\"function\":\"" + function + "\"%";
    }
}
