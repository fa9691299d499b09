package dev.meterlark.trigger.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

import dev.meterlark.ingress.BodyRule;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

/**
 * A JSON Schema (2020-12) that bodies are checked by. It refers to itself and to nothing else, and
 * its patterns are matched in time linear in the text.
 */
final class BodySchema implements BodyRule {

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final int LONGEST_TEXT = 300;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final SchemaRegistryConfig CONFIG =
            SchemaRegistryConfig.builder()
                    .regularExpressionFactory(
                            pattern -> {
                                Pattern compiled = Pattern.compile(pattern);
                                return text -> compiled.matcher(text).find();
                            })
                    .failFast(true)
                    .build();

    private final Schema schema;

    private BodySchema(Schema schema) {
        this.schema = schema;
    }

    /**
     * @throws RefusedException when it is no schema, or refers to what is elsewhere
     */
    static BodySchema of(JsonNode written) {
        if (!written.isObject()) {
            throw refused("schema must be an object such as {\"type\": \"object\"}");
        }
        requireHere(written);
        try {
            Schema schema =
                    SchemaRegistry.withDefaultDialect(
                                    SpecificationVersion.DRAFT_2020_12,
                                    registry -> registry.schemaRegistryConfig(CONFIG))
                            .getSchema(written);
            schema.initializeValidators();
            return new BodySchema(schema);
        } catch (SchemaException | PatternSyntaxException | IllegalArgumentException e) {
            throw refused("schema cannot be used: " + fit(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public @Nullable String refusal(byte[] body) {
        JsonNode read;
        try {
            read = JSON.readTree(body);
        } catch (JacksonException e) {
            return "The body must be JSON.";
        }
        if (read.isMissingNode()) {
            return "The body must be JSON.";
        }
        try {
            List<Error> errors = schema.validate(read);
            return errors.isEmpty() ? null : "The body is not as it should be: " + text(errors);
        } catch (RuntimeException | StackOverflowError e) {
            return "The body could not be checked against the route's schema.";
        }
    }

    private static String text(List<Error> errors) {
        Error first = errors.getFirst();
        return fit(first.getInstanceLocation() + ": " + first.getMessage());
    }

    private static void requireHere(JsonNode node) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            boolean refers = name.equals("$ref") || name.equals("$dynamicRef");
            if (refers && value.isString() && !value.asString().startsWith("#")) {
                throw refused(
                        "schema refers to '%s': only what is in it can be referred to, with a #"
                                .formatted(fit(value.asString())));
            }
            if (name.equals("$schema") && !DRAFT.equals(value.asString(""))) {
                throw refused("$schema must be %s, or be left out".formatted(DRAFT));
            }
            requireHere(value);
        }
        if (node.isArray()) {
            node.forEach(BodySchema::requireHere);
        }
    }

    private static String fit(String text) {
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", " ");
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
