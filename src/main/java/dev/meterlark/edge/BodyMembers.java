package dev.meterlark.edge;

import dev.meterlark.shared.RefusedException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Members of a body whose form is only known by another of its members: read as a body is, and
 * refused in the same words.
 */
public final class BodyMembers {

    private BodyMembers() {}

    /**
     * @throws RefusedException when they are not of that type
     */
    public static <T> T read(JsonMapper json, JsonNode members, Class<T> type) {
        try {
            return json.treeToValue(members, type);
        } catch (JacksonException e) {
            Problem problem = UnreadableBody.because(e);
            throw new RefusedException(problem.code(), problem.detail());
        }
    }
}
