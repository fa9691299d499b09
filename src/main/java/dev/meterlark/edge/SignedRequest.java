package dev.meterlark.edge;

import java.util.List;
import java.util.Map;

/**
 * What of a request an AWS signature covers.
 *
 * @param path as sent, from the first slash on, still percent-encoded
 * @param query as sent, without the question mark; empty when there is none
 * @param headers values as sent, by name in lower case; {@code host} among them
 */
public record SignedRequest(
        String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
