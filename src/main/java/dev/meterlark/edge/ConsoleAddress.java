package dev.meterlark.edge;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/**
 * Where people reach the console: {@code https://console.example}. For links that leave the page,
 * where there is no request to take it from.
 */
public record ConsoleAddress(String url) {

    static ConsoleAddress of(EdgeProperties properties, ServerProperties server) {
        if (properties.consoleUrl() != null) {
            return new ConsoleAddress(properties.consoleUrl());
        }
        String scheme = properties.securedCookies() ? "https" : "http";
        String host = properties.hosts().stream().sorted().findFirst().orElse("localhost");
        Integer port = server.getPort();
        boolean behindProxy = !properties.hasTls() && !properties.trustedProxies().isEmpty();
        return new ConsoleAddress(
                scheme + "://" + host + (behindProxy ? "" : ":" + (port == null ? 8080 : port)));
    }
}
