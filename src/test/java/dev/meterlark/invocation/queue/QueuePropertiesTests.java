package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class QueuePropertiesTests {

    private static final String PREFIX = "meterlark.invocation.queue.";

    private static final QueueProperties.Accept MAPPED_ACCEPT =
            new QueueProperties.Accept(
                    7,
                    DataSize.ofKilobytes(70),
                    8,
                    DataSize.ofMegabytes(80),
                    Duration.ofSeconds(9));

    @Test
    void defaultsAreAwsWhereItHasSome() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new QueueProperties(
                                DataSize.ofMegabytes(1),
                                200_000,
                                DataSize.ofGigabytes(4),
                                Duration.ofDays(15),
                                Duration.ofHours(24),
                                new QueueProperties.Accept(
                                        256,
                                        DataSize.ofMegabytes(8),
                                        2000,
                                        DataSize.ofMegabytes(64),
                                        Duration.ofSeconds(5)),
                                new QueueProperties.Run(
                                        200,
                                        100,
                                        DataSize.ofMegabytes(128),
                                        64,
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(20)),
                                new QueueProperties.Retry(
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(16),
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(5)),
                                new QueueProperties.Keep(
                                        Duration.ofHours(24),
                                        Duration.ofMinutes(1),
                                        Duration.ofSeconds(15))));
    }

    @Test
    void everyKeyIsMapped() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        Map.entry("max-event-size", "2MB"),
                                        Map.entry("max-backlog", "3"),
                                        Map.entry("max-backlog-size", "4MB"),
                                        Map.entry("longest-delay", "5d"),
                                        Map.entry("deduplication-kept", "6h"),
                                        Map.entry("accept.batch", "7"),
                                        Map.entry("accept.batch-size", "70KB"),
                                        Map.entry("accept.max-waiting", "8"),
                                        Map.entry("accept.max-waiting-size", "80MB"),
                                        Map.entry("accept.timeout", "9s"),
                                        Map.entry("run.max", "10"),
                                        Map.entry("run.max-of-account", "11"),
                                        Map.entry("run.max-memory", "12MB"),
                                        Map.entry("run.batch", "13"),
                                        Map.entry("run.lease-grace", "14s"),
                                        Map.entry("run.poll-every", "15ms"),
                                        Map.entry("run.timeout", "16s"),
                                        Map.entry("run.drain", "0s"),
                                        Map.entry("retry.function", "17s"),
                                        Map.entry("retry.longest-function", "18s"),
                                        Map.entry("retry.platform", "19s"),
                                        Map.entry("retry.longest-platform", "20s"),
                                        Map.entry("keep.end", "21h"),
                                        Map.entry("keep.sweep-every", "22s"),
                                        Map.entry("keep.count-every", "23s"))))
                .isEqualTo(
                        new QueueProperties(
                                DataSize.ofMegabytes(2),
                                3,
                                DataSize.ofMegabytes(4),
                                Duration.ofDays(5),
                                Duration.ofHours(6),
                                MAPPED_ACCEPT,
                                new QueueProperties.Run(
                                        10,
                                        11,
                                        DataSize.ofMegabytes(12),
                                        13,
                                        Duration.ofSeconds(14),
                                        Duration.ofMillis(15),
                                        Duration.ofSeconds(16),
                                        Duration.ZERO),
                                new QueueProperties.Retry(
                                        Duration.ofSeconds(17),
                                        Duration.ofSeconds(18),
                                        Duration.ofSeconds(19),
                                        Duration.ofSeconds(20)),
                                new QueueProperties.Keep(
                                        Duration.ofHours(21),
                                        Duration.ofSeconds(22),
                                        Duration.ofSeconds(23))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-event-size | 0B | must be between 1B and 6MB, was: 0B",
                "max-event-size | 7MB | must be between 1B and 6MB, was: 7340032B",
                "max-backlog | 0 | must be at least 1, was: 0",
                "max-backlog-size | 1B | must be at least max-event-size (1048576B), was: 1B",
                "longest-delay | -1s | must be 0 to 366 days, was: PT-1S",
                "longest-delay | 367d | must be 0 to 366 days, was: PT8808H",
                "deduplication-kept | 0s | must be longer than 0, was: PT0S",
                "accept.batch | 0 | must be at least 1, was: 0",
                "accept.batch-size | 0B | must be at least 1B, was: 0B",
                "accept.max-waiting | 0 | must be at least 1, was: 0",
                "accept.max-waiting-size | 6MB | must be at least 7MB, was: 6291456B",
                "accept.timeout | 999ms | must be 1s to 1m, was: PT0.999S",
                "accept.timeout | 61s | must be 1s to 1m, was: PT1M1S",
                "run.max | 0 | must be at least 1, was: 0",
                "run.max-of-account | 0 | must be at least 1, was: 0",
                "run.max-memory | 5MB | must be at least 6MB, was: 5242880B",
                "run.batch | 0 | must be at least 1, was: 0",
                "run.lease-grace | 1s | must be at least 2s, was: PT1S",
                "run.poll-every | 0s | must be longer than 0, was: PT0S",
                "run.timeout | 0s | must be 1s to 1m, was: PT0S",
                "run.drain | -1s | must not be negative, was: PT-1S",
                "retry.function | 0s | must be longer than 0, was: PT0S",
                "retry.longest-function | 1s | must be at least retry.function (PT1M), was: PT1S",
                "retry.platform | 0s | must be longer than 0, was: PT0S",
                "retry.longest-platform | 1ms | must be at least retry.platform (PT1S), was:"
                        + " PT0.001S",
                "keep.end | -1s | must not be negative, was: PT-1S",
                "keep.sweep-every | 0s | must be longer than 0, was: PT0S",
                "keep.count-every | 0s | must be longer than 0, was: PT0S",
            })
    void aValueOutOfRangeIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessage("%s%s %s".formatted(PREFIX, key, rule));
    }

    private static QueueProperties bind(Map<String, String> values) {
        Map<String, String> all = new HashMap<>();
        values.forEach((key, value) -> all.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("meterlark.invocation.queue", QueueProperties.class);
    }
}
