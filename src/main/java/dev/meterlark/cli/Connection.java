package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which platform is spoken to, and as whom.
 *
 * @param url without a slash at its end
 */
record Connection(URI url, String key) {

    static final String URL_VARIABLE = "METERLARK_URL";
    static final String KEY_VARIABLE = "METERLARK_API_KEY";
    static final URI LOCAL = URI.create("http://localhost:8080");

    private static final Set<String> LOOPBACK =
            Set.of("localhost", "127.0.0.1", "[::1]", "::1", "host.docker.internal");
    private static final Pattern KEY = Pattern.compile("mlk_[0-9A-Za-z_]{20,200}");

    /** What the environment says wins over what login has kept. */
    static Connection of(Surroundings around) {
        @Nullable String url = around.variable(URL_VARIABLE);
        @Nullable String key = around.variable(KEY_VARIABLE);
        if (key != null) {
            URI stored = url != null ? url(url) : LoginFile.of(around).url().orElse(LOCAL);
            return new Connection(stored, key(key, KEY_VARIABLE));
        }
        Connection kept = LoginFile.of(around).read().orElseThrow(Connection::notLoggedIn);
        if (url != null && !url(url).equals(kept.url())) {
            // A key is for the platform that it was given for, and never sent to another.
            throw Failure.usage(
                    "%s is %s, but the key that 'lark login' kept is for %s"
                            .formatted(URL_VARIABLE, url, kept.url()),
                    "Set %s too, or run: lark login --url %s".formatted(KEY_VARIABLE, url));
        }
        return kept;
    }

    static URI url(String text) {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw Failure.usage(
                "the platform's address must be like http://localhost:8080, was: " + text,
                "It is what bin/up prints, without a path.");
    }

    /** The key itself is never shown, not even a wrong one. */
    static String key(String text, String source) {
        if (!KEY.matcher(text).matches()) {
            throw Failure.usage(
                    "what %s gives is no API key: it starts with mlk_ and holds letters, digits and _"
                            .formatted(source),
                    "Copy the whole token as the console showed it, or make a new key there.");
        }
        return text;
    }

    boolean sendsKeyInTheClear() {
        return "http".equals(url.getScheme()) && !LOOPBACK.contains(url.getHost());
    }

    private static Failure notLoggedIn() {
        return Failure.usage(
                "there is no API key",
                "Run: lark login, or set %s and %s.".formatted(URL_VARIABLE, KEY_VARIABLE));
    }

    @Override
    public String toString() {
        return "Connection[" + url + "]";
    }
}
