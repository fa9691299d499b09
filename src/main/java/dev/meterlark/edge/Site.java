package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where a browser is as it sees it; the host passed the allow-list already. A passkey is bound to
 * the host it was made on.
 *
 * @param origin scheme, host and port: {@code https://console.example}
 * @param host without port
 */
public record Site(String origin, String host) {

    public static Site of(HttpServletRequest request) {
        return new Site(
                ServletUriComponentsBuilder.fromContextPath(request).build().toUriString(),
                request.getServerName());
    }

    /** Whether browsers make passkeys here: never at a bare address, and by http only at home. */
    public boolean takesPasskeys() {
        boolean named = !host.startsWith("[") && !host.matches("[0-9.]+");
        return named
                && (origin.startsWith("https:")
                        || host.equals("localhost")
                        || host.endsWith(".localhost"));
    }
}
