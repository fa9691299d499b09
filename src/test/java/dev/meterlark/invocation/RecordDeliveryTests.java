package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RecordDeliveryTests {

    private final List<String> told = new ArrayList<>();
    private boolean gone;

    private final RecordDelivery delivery =
            new RecordDelivery(
                    List.of(
                            batch -> told.add("ledger " + batch.size()),
                            batch -> {
                                if (gone) {
                                    throw new IllegalStateException("gone");
                                }
                                told.add("history " + batch.size());
                            },
                            batch -> told.add("metrics " + batch.size())));

    @Test
    void everySinkIsGivenEveryBatchInItsOrder() {
        delivery.take(List.of());
        delivery.take(List.of());

        assertThat(told)
                .containsExactly(
                        "ledger 0", "history 0", "metrics 0", "ledger 0", "history 0", "metrics 0");
    }

    @Test
    void whoHasABatchIsNotAskedAgainWhenAnotherRefusedIt() {
        gone = true;
        assertThatIllegalStateException().isThrownBy(() -> delivery.take(List.of()));
        assertThatIllegalStateException().isThrownBy(() -> delivery.take(List.of()));
        gone = false;
        delivery.take(List.of());

        assertThat(told).containsExactly("ledger 0", "history 0", "metrics 0");
    }
}
