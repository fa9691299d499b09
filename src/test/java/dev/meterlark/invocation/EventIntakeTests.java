package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

class EventIntakeTests {

    private static final int LARGEST = 1024 * 1024;

    private final EventIntake intake =
            new EventIntake(
                    new Binder(
                                    new MapConfigurationPropertySource(
                                            Map.of(
                                                    "meterlark.invocation.max-event-size", "1MB",
                                                    "meterlark.invocation.max-event-memory",
                                                            "2MB")))
                            .bind("meterlark.invocation", InvocationProperties.class)
                            .get());

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "10, 10, 10",
        "10, -1, 10",
        "100000, -1, 100000",
        "1048576, 1048576, 1048576",
        "1048576, -1, 1048576",
        "1048577, 1048577, 1048577",
        "3000000, 3000000, 1048577",
        "3000000, -1, 1048577"
    })
    void aBodyIsReadWholeButNeverMoreThanOneByteTooMany(int bytes, long declared, int taken)
            throws IOException {
        InputStream body = new ByteArrayInputStream(new byte[bytes]);
        try (EventIntake.Taken event = intake.take(body, declared)) {
            assertThat(event.payload()).hasSize(taken);
            assertThat(body.read()).as("nothing is left unread").isEqualTo(-1);
        }
    }

    @Test
    void eventsTogetherStayWithinTheirMemoryAndGiveItBack() throws IOException {
        EventIntake.Taken first = intake.take(new ByteArrayInputStream(new byte[LARGEST]), LARGEST);
        EventIntake.Taken second =
                intake.take(new ByteArrayInputStream(new byte[LARGEST]), LARGEST);
        for (long declared : new long[] {1, -1}) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> intake.take(new ByteArrayInputStream(new byte[1]), declared))
                    .returns(ErrorCode.PLATFORM_BUSY, RefusedException::code);
        }

        first.close();
        first.close();

        intake.take(new ByteArrayInputStream(new byte[LARGEST]), LARGEST).close();
        second.close();
    }

    @Test
    void whatASenderWhoLeftHadSentIsGivenBack() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThatIOException().isThrownBy(() -> intake.take(leaving(), -1));
        }
        intake.take(new ByteArrayInputStream(new byte[LARGEST]), LARGEST).close();
    }

    private static InputStream leaving() {
        return new InputStream() {
            private int sent;

            @Override
            public int read() throws IOException {
                if (sent++ >= 100_000) {
                    throw new IOException("reset by peer");
                }
                return 'x';
            }
        };
    }
}
