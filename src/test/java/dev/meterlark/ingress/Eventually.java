package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Supplier;

/** What holds soon, though not at once. */
final class Eventually {

    private Eventually() {}

    static <T> void equal(T expected, Supplier<T> actual) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(actual.get()).isEqualTo(expected));
    }
}
