package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.scaling.Floors.Floor;
import dev.meterlark.scaling.Floors.Limits;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;

import java.util.List;

class FloorsTests {

    private final AccountId one = AccountId.random();
    private final AccountId other = AccountId.random();

    @Test
    void wishesAreGrantedWithinWhatTheAccountMayHave() {
        var wishes =
                List.of(
                        new Floor<>(one, "a", 3),
                        new Floor<>(other, "b", 9),
                        new Floor<>(one, "c", 3),
                        new Floor<>(one, "d", 3));

        assertThat(Floors.decide(wishes, new Limits(5, 100)))
                .containsExactly(
                        new Floor<>(one, "a", 3),
                        new Floor<>(other, "b", 5),
                        new Floor<>(one, "c", 2));
    }

    @Test
    void allTogetherAreBoundedByTheNode() {
        var wishes = List.of(new Floor<>(one, "a", 4), new Floor<>(other, "b", 4));

        assertThat(Floors.decide(wishes, new Limits(5, 6)))
                .containsExactly(new Floor<>(one, "a", 4), new Floor<>(other, "b", 2));
    }

    @Test
    void nothingWishedIsNothingGranted() {
        assertThat(Floors.decide(List.of(new Floor<>(one, "a", 0)), new Limits(5, 5))).isEmpty();
    }
}
