package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.TriggerId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.UUID;

class PositionRowsTests {

    private final ScratchDatabase database = new ScratchDatabase();
    private final PositionRows rows =
            new PositionRows(database.client(), database.transactions(), InstantSource.system());
    private final AccountId account = database.newAccount();
    private final TriggerId trigger = new TriggerId(UUID.randomUUID());
    private final TestOwnership ownership = new TestOwnership();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatTablesLookedLikeIsKeptInItsOrderAndGoesWithTheTrigger() {
        rows.insert(account, trigger);
        rows.addSchemaChange(account, trigger, ownership, "first");
        rows.addSchemaChange(account, trigger, ownership, "second");

        assertThat(rows.schemaChanges(trigger)).containsExactly("first", "second");
        rows.delete(trigger);
        assertThat(rows.schemaChanges(trigger)).isEmpty();
    }

    @Test
    void thereAreOnlySoManyOfThem() {
        rows.insert(account, trigger);
        rows.addSchemaChange(account, trigger, ownership, "first");
        database.client()
                .sql("update database_schema_change set entry = ?")
                .param(PositionRows.MOST_SCHEMA_CHANGES)
                .update();

        assertThatThrownBy(() -> rows.addSchemaChange(account, trigger, ownership, "more"))
                .isInstanceOf(TroubleException.class)
                .hasMessageContaining("10000 times; make the trigger anew");
    }

    @Test
    void whoeverIsTheOwnerNoMoreMovesNothing() {
        rows.insert(account, trigger);
        ownership.lose();

        assertThatThrownBy(() -> rows.move(trigger, ownership, new byte[] {1}))
                .isInstanceOf(PositionRows.LostException.class);
        assertThatThrownBy(() -> rows.addSchemaChange(account, trigger, ownership, "late"))
                .isInstanceOf(PositionRows.LostException.class);
        assertThat(rows.position(trigger)).isEmpty();
        assertThat(rows.schemaChanges(trigger)).isEmpty();
    }
}
