package dev.meterlark.function;

import dev.meterlark.function.snapshot.Cors;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * What a caller wants of a function's URL; what is null is as usual.
 *
 * @param auth {@code none}, {@code key} or {@code aws-iam}; usually {@code key}
 * @param cors usually none
 * @param revision that the function must have, or the change is refused; usually whatever it has
 */
public record UrlSettings(
        @Nullable String auth, @Nullable CorsSettings cors, @Nullable Long revision) {

    /**
     * As AWS's {@code Cors}.
     *
     * @param maxAge seconds
     */
    public record CorsSettings(
            @Nullable List<@Nullable String> allowOrigins,
            @Nullable List<@Nullable String> allowMethods,
            @Nullable List<@Nullable String> allowHeaders,
            @Nullable List<@Nullable String> exposeHeaders,
            @Nullable Boolean allowCredentials,
            @Nullable Integer maxAge) {

        /**
         * @throws dev.meterlark.shared.RefusedException when it cannot be
         */
        public Cors checked() {
            return Objects.requireNonNull(UrlShaping.cors(this));
        }
    }
}
