package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The headers that belong to an answer itself; the others are of the connection or the moment. */
@Component
class KeptHeaders {

    private static final Set<String> KEPT = Set.of("location", "etag", "content-disposition");
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private final JsonMapper json;

    KeptHeaders(JsonMapper json) {
        this.json = json;
    }

    String write(HttpServletResponse answer) {
        Map<String, String> kept = new LinkedHashMap<>();
        if (answer.getContentType() != null) {
            kept.put("Content-Type", answer.getContentType());
        }
        for (String name : answer.getHeaderNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (KEPT.contains(lower) || lower.startsWith("meterlark-") || lower.startsWith("ce-")) {
                kept.put(name, answer.getHeader(name));
            }
        }
        return json.writeValueAsString(kept);
    }

    void restore(@Nullable String headers, HttpServletResponse answer) {
        if (headers != null) {
            json.readValue(headers, MAP).forEach(answer::setHeader);
        }
    }
}
