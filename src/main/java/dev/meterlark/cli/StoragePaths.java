package dev.meterlark.cli;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where queues, topics, buckets and tables are in the API. */
final class StoragePaths {

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_-][0-9A-Za-z._-]{0,79}");

    private StoragePaths() {}

    static String queue(String name) {
        return "/queues/" + checked("queue", name);
    }

    static String topic(String name) {
        return "/topics/" + checked("topic", name);
    }

    static String bucket(String name) {
        return "/buckets/" + checked("bucket", name);
    }

    static String table(String name) {
        return "/tables/" + checked("table", name);
    }

    static String object(String bucket, String key) {
        return bucket(bucket) + "/objects/" + encoded(key);
    }

    static String item(String table, String key) {
        return table(table) + "/items/" + encoded(key);
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
