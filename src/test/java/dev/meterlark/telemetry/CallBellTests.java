package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

class CallBellTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final TelemetryProperties properties =
            new Binder(
                            new MapConfigurationPropertySource(
                                    Map.of("meterlark.telemetry.followers-per-account", "2")))
                    .bindOrCreate("meterlark.telemetry", TelemetryProperties.class);
    private final CallBell bell = new CallBell(properties, InstantSource.fixed(NOON));
    private final AccountId account = AccountId.random();

    @Test
    void anAccountHasSoManyListenersAndNoMore() {
        bell.listen(account);
        bell.listen(account);

        assertThatThrownBy(() -> bell.listen(account))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2 places at once");
        bell.listen(AccountId.random());
        bell.close();
    }

    @Test
    void nobodyBeginsToListenWhileThePlatformStops() {
        bell.listen(account);
        bell.close();

        assertThatThrownBy(() -> bell.listen(AccountId.random()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stopping");
    }

    @Test
    void callsOfAccountsThatNobodyListensToAreNothingToIt() {
        bell.accept(
                List.of(
                        new SampleRecords(5)
                                .succeeded(AccountId.random(), FunctionId.random(), NOON)));

        assertThat(bell.count(account)).isZero();
    }
}
