package dev.meterlark.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;

class TrialsTests {

    private final Trials trials = new Trials(2);
    private final AccountId first = AccountId.random();

    @Test
    void anAccountTestsOneAtATime() {
        try (var _ = trials.begin(first)) {
            assertThat(refusalOf(first)).isEqualTo(ErrorCode.REQUEST_RATE);
        }
        trials.begin(first).close();
    }

    @Test
    void aNodeTestsNoMoreThanItsBound() {
        try (var _ = trials.begin(first);
                var _ = trials.begin(AccountId.random())) {
            assertThat(refusalOf(AccountId.random())).isEqualTo(ErrorCode.PLATFORM_BUSY);
        }
        trials.begin(AccountId.random()).close();
    }

    private ErrorCode refusalOf(AccountId account) {
        return assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> trials.begin(account))
                .actual()
                .code();
    }
}
