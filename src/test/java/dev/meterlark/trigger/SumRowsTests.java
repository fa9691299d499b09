package dev.meterlark.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.SumRows.Grain;
import dev.meterlark.trigger.SumRows.Happened;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

@Tag("database")
class SumRowsTests {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private final ScratchDatabase database = new ScratchDatabase();
    private final TriggerRows triggers = new TriggerRows(database.client(), JsonMapper.shared());
    private final SumRows rows = new SumRows(database.template(), database.transactions());
    private final AccountId account = database.newAccount();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatNodesAddIsSummedByMinuteAndHourAndTheLongestLagStays() {
        TriggerId trigger = trigger();
        add(trigger, new TriggerSums(3, 1, 0, 2, 1, 40), NOON);
        add(trigger, new TriggerSums(1, 0, 2, 0, 0, 20), NOON.plusSeconds(30));
        add(trigger, new TriggerSums(5, 0, 0, 0, 0, 0), NOON.plusSeconds(90));

        assertThat(read(trigger, Grain.MINUTE))
                .containsExactly(
                        Map.entry(NOON, new TriggerSums(4, 1, 2, 2, 1, 40)),
                        Map.entry(NOON.plusSeconds(60), new TriggerSums(5, 0, 0, 0, 0, 0)));
        assertThat(read(trigger, Grain.HOUR))
                .containsExactly(Map.entry(NOON, new TriggerSums(9, 1, 2, 2, 1, 40)));
    }

    @Test
    void whatIsTooOldGoesAndATriggerThatIsGoneKeepsNothing() {
        TriggerId trigger = trigger();
        TriggerId gone = TriggerId.random();
        rows.add(
                List.of(
                        new Happened(gone, account, new TriggerSums(1, 0, 0, 0, 0, 0)),
                        new Happened(trigger, account, new TriggerSums(1, 0, 0, 0, 0, 0))),
                NOON);
        add(trigger, new TriggerSums(2, 0, 0, 0, 0, 0), NOON.plus(Duration.ofMinutes(5)));

        rows.deleteBefore(Grain.MINUTE, NOON.plus(Duration.ofMinutes(5)));

        assertThat(read(trigger, Grain.MINUTE).keySet())
                .containsExactly(NOON.plus(Duration.ofMinutes(5)));
        assertThat(read(trigger, Grain.HOUR)).hasSize(1);
        assertThat(read(gone, Grain.HOUR)).isEmpty();
    }

    private void add(TriggerId trigger, TriggerSums sums, Instant at) {
        rows.add(List.of(new Happened(trigger, account, sums)), at);
    }

    private Map<Instant, TriggerSums> read(TriggerId trigger, Grain grain) {
        Map<Instant, TriggerSums> found = new TreeMap<>();
        rows.read(trigger, grain, NOON, NOON.plus(Duration.ofHours(1)), found::put);
        return found;
    }

    private TriggerId trigger() {
        var row =
                new TriggerRow(
                        TriggerId.random(),
                        account,
                        "smoke",
                        TargetKind.FUNCTION,
                        FunctionRef.latest("alarm"),
                        null,
                        "{}",
                        Reception.PLAIN,
                        TriggerState.ENABLED,
                        null,
                        1,
                        NOON,
                        NOON);
        triggers.insert(row);
        return row.id();
    }
}
