package dev.meterlark.network;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where a connector may go by the platform's own settings, beside what the operator opened to the
 * account.
 *
 * @param refused networks beyond those that no tenant reaches anyhow
 * @param allowed addresses beyond the public ones
 */
public record Reach(List<Cidr> refused, List<Opening> allowed) {

    /**
     * @param key of the settings, with its last dot, for whoever has to change them
     * @throws IllegalArgumentException naming the setting and the value that it cannot hold
     */
    public static Reach parse(String key, List<String> refused, List<String> allowed) {
        require(key + "refused", refused, Cidr::parse);
        require(key + "allowed", allowed, Reach::opening);
        return new Reach(
                refused.stream().map(Cidr::parse).toList(),
                allowed.stream().map(Reach::opening).toList());
    }

    private static Opening opening(String text) {
        return Opening.parse(text, AddressPolicy.NOWHERE);
    }

    private static void require(String key, List<String> values, Consumer<String> parse) {
        for (String value : values) {
            try {
                parse.accept(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s cannot hold '%s': %s".formatted(key, value, e.getMessage()), e);
            }
        }
    }
}
