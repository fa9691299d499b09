package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Pushes and readings may come late and in any order. */
class PipelineIndexTests {

    private final AccountId account = AccountId.random();
    private final FunctionId id = FunctionId.random();
    private final Generations generations = new Generations();
    private final PipelineIndex index = new PipelineIndex(generations);

    @Test
    void anOlderRevisionNeverComesBack() {
        index.publish(List.of(pipeline(2, "new")));
        index.publish(List.of(pipeline(1, "old")));

        assertThat(stageOf("orders")).isEqualTo("new");
    }

    @Test
    void whatWasWithdrawnComesBackWithALaterRevisionOnly() {
        index.publish(List.of(pipeline(2, "a")));
        index.withdraw(id, 2);
        index.publish(List.of(pipeline(2, "a")));
        assertThat(index.knows(account, "orders")).isFalse();

        index.publish(List.of(pipeline(3, "b")));
        assertThat(stageOf("orders")).isEqualTo("b");
    }

    @Test
    void aReadingAddsWhatWasMissedAndLetsGoOfWhatIsGoneButNotOfWhatCameMeanwhile() {
        index.publish(List.of(pipeline(1, "a")));
        long before = index.changes();
        PipelineSnapshot meanwhile = named("meanwhile", FunctionId.random(), 1, "m");
        index.publish(List.of(meanwhile));

        index.replaceAll(List.of(named("missed", FunctionId.random(), 1, "x")), before);

        assertThat(index.knows(account, "orders")).isFalse();
        assertThat(index.knows(account, "meanwhile")).isTrue();
        assertThat(stageOf("missed")).isEqualTo("x");
    }

    @Test
    void aNewPipelineOfTheSameNameTakesThePlaceAndALateWithdrawalOfTheOldChangesNothing() {
        index.publish(List.of(pipeline(5, "old")));
        index.publish(List.of(named("orders", FunctionId.random(), 1, "new")));
        index.withdraw(id, 5);

        assertThat(stageOf("orders")).isEqualTo("new");
        assertThat(index.pipelineId(account, "orders")).isPresent().get().isNotEqualTo(id);
        assertThat(index.pipelineId(AccountId.random(), "orders")).isEmpty();
    }

    @Test
    void eachChangeIsAnotherGenerationOfTheAccountAlone() {
        AccountId other = AccountId.random();
        long before = generations.number(account);
        long others = generations.number(other);

        index.publish(List.of(pipeline(1, "a")));
        long published = generations.number(account);
        index.withdraw(id, 1);

        assertThat(published).isGreaterThan(before);
        assertThat(generations.number(account)).isGreaterThan(published);
        assertThat(generations.number(other)).isEqualTo(others);
    }

    private String stageOf(String name) {
        return index.find(account, FunctionRef.latest(name))
                .orElseThrow()
                .stages()
                .getFirst()
                .function();
    }

    private PipelineSnapshot pipeline(long revision, String stage) {
        return named("orders", id, revision, stage);
    }

    private PipelineSnapshot named(String name, FunctionId pipeline, long revision, String stage) {
        return new PipelineSnapshot(
                account,
                pipeline,
                name,
                FunctionRef.LATEST,
                revision,
                List.of(new PipelineSnapshot.Stage(stage, FunctionRef.LATEST, null, null)),
                Duration.ofSeconds(1),
                AsyncPolicy.DEFAULT);
    }
}
