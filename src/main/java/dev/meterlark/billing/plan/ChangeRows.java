package dev.meterlark.billing.plan;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How often plans, prices or assignments were changed. */
@Component
class ChangeRows {

    private final JdbcClient jdbc;

    ChangeRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * To the transaction's end whoever else changes something waits: so what one has seen before it
     * decided is so when it is committed.
     */
    void count() {
        jdbc.sql("update plan_change set changes = changes + 1 where id = 1").update();
    }

    long read() {
        return jdbc.sql("select changes from plan_change where id = 1").query(Long.class).single();
    }
}
