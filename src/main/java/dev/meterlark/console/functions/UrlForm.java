package dev.meterlark.console.functions;

import dev.meterlark.function.UrlSettings;
import dev.meterlark.function.UrlView;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What was typed into the form of a function's URL; lists are separated by blanks or commas.
 *
 * @param credentials absent when the box was not ticked
 * @param revision that the function had when the form was shown
 */
record UrlForm(
        @Nullable String auth,
        @Nullable String origins,
        @Nullable String methods,
        @Nullable String headers,
        @Nullable String exposed,
        @Nullable String credentials,
        @Nullable String maxAge,
        @Nullable String revision) {

    static UrlForm of(UrlView url) {
        String revision = String.valueOf(url.revision());
        Cors cors = url.cors();
        return cors == null
                ? new UrlForm(url.auth(), "", "", "", "", null, "", revision)
                : new UrlForm(
                        url.auth(),
                        String.join("\n", cors.allowOrigins()),
                        String.join(" ", cors.allowMethods()),
                        String.join(" ", cors.allowHeaders()),
                        String.join(" ", cors.exposeHeaders()),
                        cors.allowCredentials() ? "on" : null,
                        String.valueOf(cors.maxAge()),
                        revision);
    }

    /** Without any origin there are no rules. */
    UrlSettings settings() {
        if (entries(origins).isEmpty()) {
            return new UrlSettings(auth, null, SettingsForm.revision(revision));
        }
        return new UrlSettings(
                auth,
                new UrlSettings.CorsSettings(
                        entries(origins),
                        entries(methods),
                        entries(headers),
                        entries(exposed),
                        credentials != null,
                        age()),
                SettingsForm.revision(revision));
    }

    private @Nullable Integer age() {
        if (maxAge == null || maxAge.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(maxAge.strip());
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "seconds to remember must be a whole number, was: " + maxAge);
        }
    }

    private static List<@Nullable String> entries(@Nullable String text) {
        Stream<String> parts = Arrays.stream(Objects.requireNonNullElse(text, "").split("[\\s,]+"));
        return List.copyOf(parts.filter(part -> !part.isEmpty()).toList());
    }
}
