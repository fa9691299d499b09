package dev.meterlark.console.code;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a page of a function's code is. */
final class CodeAddress {

    private CodeAddress() {}

    /**
     * @param below empty for the first of them
     * @param parameters names and values in turns; those without a value are left out
     */
    static String of(String function, String below, @Nullable String... parameters) {
        var address = UriComponentsBuilder.fromPath("/functions/").pathSegment(function, "code");
        if (!below.isEmpty()) {
            address.pathSegment(below);
        }
        for (int i = 0; i < parameters.length; i += 2) {
            String name = parameters[i];
            String value = parameters[i + 1];
            if (name != null && value != null) {
                address.queryParam(name, encoded(value));
            }
        }
        return address.build(true).toUriString();
    }

    /** Whatever could end a value or begin something else in an address. */
    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
