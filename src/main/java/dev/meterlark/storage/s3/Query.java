package dev.meterlark.storage.s3;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** What stands behind the question mark, decoded; a name without a value has an empty one. */
record Query(Map<String, String> parameters) {

    private static final int MOST = 100;

    static Query parse(@Nullable String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = Encoded.decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : Encoded.decode(pair.substring(equals + 1));
                if (parameters.putIfAbsent(name, value) != null) {
                    throw S3Exception.invalid("The query has %s twice.".formatted(name));
                }
            }
        }
        if (parameters.size() > MOST) {
            throw S3Exception.invalid("The query may have %d parameters.".formatted(MOST));
        }
        return new Query(parameters);
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    @Nullable String get(String name) {
        return parameters.get(name);
    }

    /** Also null when it is empty. */
    @Nullable String text(String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Of names that headers have too, which a signed address may carry instead. */
    @Nullable String header(String name) {
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            if (each.getKey().equalsIgnoreCase(name)) {
                return each.getValue();
            }
        }
        return null;
    }

    /**
     * @return {@code usual} when it is not said
     */
    int number(String name, int least, int most, int usual) {
        String value = text(name);
        if (value == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw S3Exception.invalid(
                "%s must be a whole number from %d to %d.".formatted(name, least, most));
    }
}
