package dev.meterlark.ingress;

import dev.meterlark.edge.ClientAddress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was sent to a hook.
 *
 * @param headers by their names in small letters, each time that one was sent
 * @param body as it was sent; empty before it is there
 */
public record HookRequest(
        Instant arrival, ClientAddress client, Map<String, List<String>> headers, byte[] body) {

    /** Null when it was not sent, or more than once: then nobody can say which of them counts. */
    public @Nullable String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : null;
    }
}
