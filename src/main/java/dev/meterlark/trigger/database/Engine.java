package dev.meterlark.trigger.database;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which database it is. */
enum Engine {
    POSTGRESQL("postgresql", 5432),
    MARIADB("mariadb", 3306),
    MYSQL("mysql", 3306);

    private final String text;
    private final int port;

    Engine(String text, int port) {
        this.text = text;
        this.port = port;
    }

    String text() {
        return text;
    }

    /** Where it listens when nothing else is said. */
    int port() {
        return port;
    }

    /**
     * @throws IllegalArgumentException when there is none of the name
     */
    static Engine of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "engine is one of %s, was: %s"
                                                .formatted(names(), Asked.shown(text))));
    }

    private static String names() {
        return Arrays.stream(values()).map(Engine::text).collect(Collectors.joining(", "));
    }
}
