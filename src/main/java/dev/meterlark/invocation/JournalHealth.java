package dev.meterlark.invocation;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Down when the journal takes no more records: then no call is taken either. */
@Component("journalHealthIndicator")
class JournalHealth extends AbstractHealthIndicator {

    private final RecordJournal journal;

    JournalHealth(RecordJournal journal) {
        this.journal = journal;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        if (journal.hasRoom()) {
            health.up();
        } else {
            health.down().withDetail("reason", "full: its records do not get into the database");
        }
    }
}
