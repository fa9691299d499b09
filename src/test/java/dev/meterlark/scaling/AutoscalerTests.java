package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FakeWorkers.Wish;
import dev.meterlark.invocation.Versions;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.KeepAlive.Verdict;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The loop, what it learns from, and what it does, over a clock that only a test moves. */
class AutoscalerTests {

    private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration TICK = Duration.ofSeconds(2);

    private final AccountId account = AccountId.random();
    private final SandboxSpec spec = spec(FunctionId.random(), "thumbnails");
    private final ScalingProperties properties =
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("meterlark.scaling", ScalingProperties.class);
    private final FakeWorkers workers = new FakeWorkers();
    private final KnownVersions versions = new KnownVersions();
    private Duration passed = Duration.ZERO;
    private final LearnedKeepAlive learned =
            new LearnedKeepAlive(properties, () -> passed.toNanos());
    private final Autoscaler autoscaler = new Autoscaler(properties, learned, versions, workers);

    @Test
    void aTimersSandboxEndsAfterItsCallAndAnotherIsThereForTheNext() {
        timer(Duration.ofMinutes(15), 8);

        pass(Duration.ofSeconds(5));
        assertThat(verdict(Duration.ofSeconds(5))).isEqualTo(Verdict.KEEP);
        pass(Duration.ofSeconds(10));
        assertThat(verdict(Duration.ofSeconds(15))).isEqualTo(Verdict.END);
        passTicking(Duration.ofMinutes(12));
        assertThat(workers.takeWishes()).isEmpty();

        passTicking(Duration.ofMinutes(2));

        assertThat(workers.takeWishes()).containsExactly(new Wish(spec, 1, false));
        assertThat(autoscaler.foretold.sum()).isEqualTo(1);
        assertThat(verdict(Duration.ofMinutes(1))).isEqualTo(Verdict.KEEP);
        pass(Duration.ofMinutes(4));
        assertThat(verdict(Duration.ofMinutes(5))).isEqualTo(Verdict.END);
    }

    @Test
    void ofAVersionThatIsHardlyKnownTheStandardHolds() {
        call(Duration.ofSeconds(1));
        pass(Duration.ofHours(1));
        call(Duration.ofSeconds(1));
        pass(Duration.ofMinutes(1));

        assertThat(verdict(Duration.ofMinutes(1))).isEqualTo(Verdict.STANDARD);
        assertThat(learned.verdict(FunctionId.random(), "1", Duration.ZERO, 0))
                .isEqualTo(Verdict.STANDARD);
    }

    @Test
    void aVersionThatIsGoneIsNotStartedForACallThatCannotCome() {
        timer(Duration.ofMinutes(15), 8);
        versions.gone = true;

        passTicking(Duration.ofMinutes(15));

        assertThat(workers.takeWishes()).isEmpty();
    }

    @Test
    void callsThatGrowFastAreGivenSandboxesAheadOfThem() {
        for (int i = 0; i < 20; i++) {
            learned.begins(spec);
            passTicking(Duration.ofSeconds(1));
        }

        List<Wish> wishes = workers.takeWishes();
        assertThat(wishes).isNotEmpty();
        assertThat(wishes.getLast().atLeast()).isBetween(21, 28);
        assertThat(autoscaler.desired()).isGreaterThanOrEqualTo(wishes.getLast().atLeast());
    }

    @Test
    void howeverFastCallsGrowOnlySoManyAreStartedAhead() {
        for (int i = 0; i < 400; i++) {
            learned.begins(spec);
        }
        passTicking(Duration.ofSeconds(10));

        assertThat(workers.takeWishes())
                .isNotEmpty()
                .allMatch(wish -> wish.atLeast() <= 400 + properties.mostAhead());
    }

    @Test
    void aSteadyLoadIsGivenNoneAheadAndItsSurplusEndsAfterAWhile() {
        learned.begins(spec);
        learned.begins(spec);
        passTicking(Duration.ofMinutes(10));
        assertThat(autoscaler.desired()).isEqualTo(3);
        assertThat(learned.verdict(spec.function(), "1", Duration.ofHours(1), 2))
                .isEqualTo(Verdict.KEEP);
        workers.takeWishes();

        learned.ends(spec, report());
        passTicking(Duration.ofMinutes(10));

        assertThat(workers.takeWishes()).isEmpty();
        assertThat(autoscaler.desired()).isEqualTo(1);
        assertThat(learned.verdict(spec.function(), "1", Duration.ofMinutes(6), 1))
                .isEqualTo(Verdict.END);
        assertThat(learned.verdict(spec.function(), "1", Duration.ofMinutes(4), 1))
                .isEqualTo(Verdict.KEEP);
    }

    @Test
    void floorsAreKeptWithinTheBoundsAndLetGoWhenNobodyWantsThemAnyMore() {
        SandboxSpec other = spec(FunctionId.random(), "reports");
        versions.wishes.add(new Versions.Wish(spec, 15));
        versions.wishes.add(new Versions.Wish(other, 15));

        passTicking(TICK);
        assertThat(workers.takeWishes())
                .containsExactly(new Wish(spec, 15, true), new Wish(other, 5, true));
        assertThat(autoscaler.kept()).isEqualTo(20);
        versions.wishes.clear();
        passTicking(TICK);
        assertThat(workers.takeWishes())
                .containsExactlyInAnyOrder(new Wish(spec, 0, true), new Wish(other, 0, true));
        passTicking(TICK);

        assertThat(workers.takeWishes()).isEmpty();
        assertThat(autoscaler.kept()).isZero();
    }

    @Test
    void whatFailsForOneVersionIsNobodyElsesTrouble() {
        timer(Duration.ofMinutes(15), 8);
        versions.failing = true;
        versions.wishes.add(new Versions.Wish(spec, 1));
        pass(Duration.ofMinutes(14));

        passTicking(TICK);
        assertThat(workers.takeWishes()).containsExactly(new Wish(spec, 1, false));
        versions.failing = false;
        passTicking(TICK);

        assertThat(workers.takeWishes()).containsExactly(new Wish(spec, 1, true));
    }

    @Test
    void whatIsRememberedOfTenThousandVersionsIsSmallAndBounded() {
        for (int i = 0; i < 12_000; i++) {
            learned.begins(spec(FunctionId.random(), "f"));
        }

        assertThat(learned.known()).hasSizeLessThanOrEqualTo(12_000);
        assertThat(Tally.BYTES).isLessThan(1024);
    }

    /** Calls at fixed times, the last one just now. */
    private void timer(Duration period, int times) {
        for (int i = 0; i < times; i++) {
            call(Duration.ofMillis(100));
            if (i < times - 1) {
                pass(period.minusMillis(100));
            }
        }
        workers.takeWishes();
    }

    private void call(Duration takes) {
        learned.begins(spec);
        pass(takes);
        learned.ends(spec, report());
    }

    private Verdict verdict(Duration idle) {
        return learned.verdict(spec.function(), "1", idle, 0);
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
    }

    private void passTicking(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(TICK)) {
            passed = passed.plus(left.compareTo(TICK) < 0 ? left : TICK);
            autoscaler.tick(BEGIN.plus(passed), passed.toNanos());
        }
    }

    private static RunReport report() {
        return new RunReport(
                new Ending.Succeeded(new byte[0], "text/plain"),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(1),
                false,
                0,
                0,
                new byte[0],
                0,
                "sandbox-1");
    }

    private SandboxSpec spec(FunctionId function, String name) {
        return new SandboxSpec(
                account,
                function,
                1,
                name,
                "1",
                "arn:aws:lambda:us-east-1:000000000001:function:" + name,
                new CodeDigest("a".repeat(64)),
                "nodejs20",
                "index.handler",
                128,
                Duration.ofSeconds(3),
                1,
                Egress.NONE,
                Map.of());
    }

    private final class KnownVersions implements Versions {

        private final List<Wish> wishes = new ArrayList<>();
        private boolean gone;
        private boolean failing;

        @Override
        public Optional<SandboxSpec> find(AccountId owner, String function, String version) {
            return gone ? Optional.empty() : Optional.of(spec);
        }

        @Override
        public List<Wish> keptWarm(Instant now) {
            if (failing) {
                throw new IllegalStateException("nothing can be opened");
            }
            return List.copyOf(wishes);
        }
    }
}
