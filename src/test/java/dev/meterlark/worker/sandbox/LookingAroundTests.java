package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** Which controls a real sandbox on this machine shows. */
@ExtendWith(SharedSandboxes.class)
class LookingAroundTests {

    /** What depends on the machine and not on us. */
    private static final List<String> OF_THE_MACHINE = List.of("C23", "C25", "C26", "C27", "C28");

    private final OciSandboxes sandboxes;

    LookingAroundTests(OciSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    @Test
    void everyControlIsReadAndThoseOfTheSandboxHold() {
        sandboxes.runtimes();
        List<ControlReading> readings =
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> sandboxes.isolation().controls(), read -> !read.isEmpty());

        assertThat(readings).hasSize(28);
        assertThat(readings).allMatch(each -> !each.reading().isBlank());
        assertThat(readings)
                .filteredOn(each -> !OF_THE_MACHINE.contains(each.control()))
                .allSatisfy(each -> assertThat(each.holds()).as("%s", each).isEqualTo(Holds.YES));
    }
}
