package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers are written, each of as many bytes as it says. */
class GroupCommitTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<List<Integer>> written = new CopyOnWriteArrayList<>();

    @Test
    void aGroupHasNoMoreThanItMayAndNoMoreBytes() {
        GroupCommit<Integer> group = group(new GroupCommit.Bounds(3, 10, 100, 1000));
        List.of(1, 1, 1, 1, 6, 4, 1, 70, 1)
                .forEach(number -> assertThat(group.offer(number)).isTrue());

        group.start();
        group.close(LONG);

        assertThat(written)
                .as("what is larger than a group goes alone")
                .containsExactly(
                        List.of(1, 1, 1), List.of(1, 6), List.of(4, 1), List.of(70), List.of(1));
    }

    @Test
    void whatWaitsIsBoundedByBytesToo() {
        GroupCommit<Integer> group = group(new GroupCommit.Bounds(3, 10, 100, 20));

        assertThat(group.offer(15)).isTrue();
        assertThat(group.offer(6)).isFalse();
        assertThat(group.offer(5)).isTrue();
        assertThat(group.offer(1)).isFalse();

        group.start();
        group.close(LONG);
        assertThat(written).containsExactly(List.of(15), List.of(5));
    }

    @Test
    void andByTheirNumber() {
        GroupCommit<Integer> group = group(new GroupCommit.Bounds(3, 10, 2, 20));

        assertThat(group.offer(1)).isTrue();
        assertThat(group.offer(1)).isTrue();
        assertThat(group.offer(1)).isFalse();
    }

    /** Closing waits for nobody; so whoever is waited for may come as late as that. */
    @Test
    void whoeverWasInTheGroupBeforeIsWaitedFor() {
        GroupCommit<Integer> group =
                new GroupCommit<>(
                        "numbers",
                        new GroupCommit.Bounds(3, 10, 100, 100),
                        Integer::longValue,
                        written::add,
                        _ -> LONG.toNanos());
        group.offer(1);
        group.offer(2);
        group.start();
        await().atMost(LONG).until(() -> written.size() == 1);

        group.offer(3);
        group.offer(4);
        group.close(LONG);

        assertThat(written).containsExactly(List.of(1, 2), List.of(3, 4));
    }

    private GroupCommit<Integer> group(GroupCommit.Bounds bounds) {
        return new GroupCommit<>("numbers", bounds, Integer::longValue, written::add);
    }
}
