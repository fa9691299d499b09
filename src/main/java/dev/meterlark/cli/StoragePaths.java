package dev.meterlark.cli;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where queues, topics, buckets and tables are in the API. */
final class StoragePaths {

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-][0-9A-Za-z._-]{0,79}");

    private StoragePaths() {}

    /**
     * @param kind as in {@code lark queue}
     */
    static String all(String kind) {
        return "/" + kind + "s";
    }

    static String of(String kind, String name) {
        return all(kind) + "/" + checked(kind, name);
    }

    /**
     * @param path of a bucket or a table
     * @param holding what that holds: {@code objects}, {@code items}
     */
    static String keyed(String path, String holding, String key) {
        return path + "/" + holding + "/" + encoded(key);
    }

    private static String encoded(String key) {
        return Arrays.stream(key.split("/", -1))
                .map(part -> Ask.encoded(part).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }

    private static String checked(String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw Failure.usage(
                    "a %s's name holds letters, digits, -, _ and ., was: %s".formatted(kind, name),
                    "lark %s shows the names there are.".formatted(kind));
        }
        return name;
    }
}
