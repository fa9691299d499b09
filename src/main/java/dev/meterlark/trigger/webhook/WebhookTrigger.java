package dev.meterlark.trigger.webhook;

import static dev.meterlark.trigger.webhook.Scheme.invalid;

import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is a webhook trigger's own.
 *
 * @param preset {@code standard}, {@code github}, {@code stripe}, {@code slack} or {@code generic}
 * @param scheme of {@code generic} alone
 * @param tolerance seconds that a signed timestamp may be away from now
 * @param headers that the function sees beside those of the preset
 * @param secret only on its way in; what is kept is sealed
 * @param sealedSecret the one that was given last; null when none was given
 */
record WebhookTrigger(
        String preset,
        @Nullable Scheme scheme,
        Integer tolerance,
        List<String> headers,
        @Nullable String secret,
        byte @Nullable [] sealedSecret) {

    private static final int USUAL_TOLERANCE = 300;
    private static final int LONGEST_TOLERANCE = 3_600;
    private static final int MOST_HEADERS = 20;

    /** What proves who somebody is goes to no function. */
    private static final Set<String> WITHHELD =
            Set.of("authorization", "proxy-authorization", "cookie");

    WebhookTrigger(
            @Nullable String preset,
            @Nullable Scheme scheme,
            @Nullable Integer tolerance,
            @Nullable List<String> headers,
            @Nullable String secret,
            byte @Nullable [] sealedSecret) {
        Preset known =
                Preset.parse(preset)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                "preset must be one of %s, was: %s"
                                                        .formatted(
                                                                Preset.names(),
                                                                Shown.text(preset))));
        if ((known == Preset.GENERIC) != (scheme != null)) {
            throw invalid(
                    "scheme says how the preset generic is signed, as in {\"header\":"
                            + " \"x-signature\"}, and belongs to no other");
        }
        this.preset = known.wireName();
        this.scheme = scheme;
        this.tolerance = tolerance == null ? USUAL_TOLERANCE : tolerance;
        if (this.tolerance < 1 || this.tolerance > LONGEST_TOLERANCE) {
            throw invalid(
                    "tolerance must be 1 to %d seconds, was: %d"
                            .formatted(LONGEST_TOLERANCE, this.tolerance));
        }
        this.headers = headers == null ? List.of() : checked(headers);
        this.secret = secret;
        this.sealedSecret = sealedSecret;
    }

    private static List<String> checked(List<String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw invalid("headers may be %d, were: %d".formatted(MOST_HEADERS, headers.size()));
        }
        List<String> names =
                headers.stream().map(each -> Scheme.checked("headers", each)).distinct().toList();
        names.stream()
                .filter(WITHHELD::contains)
                .findFirst()
                .ifPresent(
                        each -> {
                            throw invalid("headers must not name %s".formatted(each));
                        });
        return names;
    }

    Preset known() {
        return Preset.parse(preset).orElseThrow();
    }

    WebhookTrigger keeping(byte @Nullable [] sealed) {
        return new WebhookTrigger(preset, scheme, tolerance, headers, null, sealed);
    }

    /** All that the function sees, when it was sent. */
    Stream<String> shownHeaders() {
        return Stream.concat(
                        Stream.of("content-type", "user-agent"),
                        Stream.concat(known().headers().stream(), headers.stream()))
                .distinct();
    }
}
