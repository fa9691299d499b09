package dev.meterlark.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often a password may be tried, a minute. Nothing here counts by e-mail alone: that would let
 * a stranger lock somebody out.
 *
 * @param perPersonAndAddress for one e-mail from one address
 * @param perAddress for any e-mail from one address
 * @param global for any e-mail from anywhere; addresses that signed in lately are not held up
 */
@ConfigurationProperties("meterlark.sign-in")
record SignInProperties(
        @DefaultValue("10") int perPersonAndAddress,
        @DefaultValue("60") int perAddress,
        @DefaultValue("600") int global) {

    SignInProperties {
        atLeastOne("per-person-and-address", perPersonAndAddress);
        atLeastOne("per-address", perAddress);
        atLeastOne("global", global);
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "meterlark.sign-in.%s must be at least 1, was: %d".formatted(key, value));
        }
    }
}
