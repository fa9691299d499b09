package dev.meterlark.trigger.database;

import io.debezium.config.Configuration;
import io.debezium.document.DocumentReader;
import io.debezium.document.DocumentWriter;
import io.debezium.relational.history.AbstractSchemaHistory;
import io.debezium.relational.history.HistoryRecord;
import io.debezium.relational.history.HistoryRecordComparator;
import io.debezium.relational.history.SchemaHistoryException;
import io.debezium.relational.history.SchemaHistoryListener;

import java.io.IOException;
import java.util.function.Consumer;

/** Keeps with the trigger what MySQL's and MariaDB's tables looked like when. */
public final class StoredSchema extends AbstractSchemaHistory {

    private String run = "";

    public StoredSchema() {}

    @Override
    public void configure(
            Configuration config,
            HistoryRecordComparator comparator,
            SchemaHistoryListener listener,
            boolean useCatalogBeforeSchema) {
        super.configure(config, comparator, listener, useCatalogBeforeSchema);
        run = config.getString(CONFIGURATION_FIELD_PREFIX_STRING + StoredOffsets.RUN);
    }

    @Override
    protected void storeRecord(HistoryRecord record) throws SchemaHistoryException {
        Run open = Run.Open.named(run);
        try {
            open.addSchemaChange(DocumentWriter.defaultWriter().write(record.document()));
        } catch (IOException | RuntimeException e) {
            open.broken(e);
            throw new SchemaHistoryException("the tables' shapes could not be kept", e);
        }
    }

    @Override
    protected void recoverRecords(Consumer<HistoryRecord> records) {
        for (String change : Run.Open.named(run).schemaChanges()) {
            try {
                records.accept(new HistoryRecord(DocumentReader.defaultReader().read(change)));
            } catch (IOException e) {
                throw new IllegalStateException("the tables' shapes cannot be read again", e);
            }
        }
    }

    @Override
    public boolean exists() {
        return !Run.Open.named(run).schemaChanges().isEmpty();
    }

    @Override
    public boolean storageExists() {
        return true;
    }
}
