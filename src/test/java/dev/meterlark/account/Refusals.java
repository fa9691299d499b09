package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expects a refusal. */
final class Refusals {

    private Refusals() {}

    /**
     * @return the public text
     */
    static String refused(ErrorCode code, ThrowingCallable call) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, call);
        assertThat(refusal).as("not refused").isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        return refusal.publicText();
    }
}
