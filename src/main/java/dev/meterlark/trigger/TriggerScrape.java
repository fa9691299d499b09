package dev.meterlark.trigger;

import dev.meterlark.shared.AccountId;
import dev.meterlark.telemetry.metrics.AccountScrape;
import dev.meterlark.telemetry.metrics.AlsoScraped;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** What an account's Prometheus gets of its triggers: how they stood some seconds ago. */
@Component
@Transactional(readOnly = true)
class TriggerScrape implements AlsoScraped {

    private final JdbcClient jdbc;

    TriggerScrape(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(String labels, long events, long filtered, long failures) {}

    @Override
    public String text(AccountId account, int most) {
        List<Row> rows = rows(account, most);
        var text = new StringBuilder(256 + rows.size() * 512);
        counter(text, "events", "events that came, whatever became of them", rows, Row::events);
        counter(text, "filtered", "events that a filter did not want", rows, Row::filtered);
        counter(text, "failures", "times that something did not work", rows, Row::failures);
        return text.toString();
    }

    /** The oldest ones, which stay the same from one look to the next. */
    private List<Row> rows(AccountId account, int most) {
        return jdbc.sql(
                        "select t.id, t.type, t.target_kind, t.target_name, s.events, s.filtered,"
                                + " s.failures from event_trigger t"
                                + " join trigger_status s on s.trigger_id = t.id"
                                + " where t.account_id = ?"
                                + " order by t.account_id, t.created_at, t.id limit ?")
                .param(account.value())
                .param(most)
                .query(
                        (row, _) ->
                                new Row(
                                        "trigger=\"%s\",type=\"%s\",%s=\"%s\""
                                                .formatted(
                                                        row.getObject("id", UUID.class),
                                                        AccountScrape.escaped(
                                                                row.getString("type")),
                                                        row.getString("target_kind")
                                                                .toLowerCase(Locale.ROOT),
                                                        AccountScrape.escaped(
                                                                row.getString("target_name"))),
                                        row.getLong("events"),
                                        row.getLong("filtered"),
                                        row.getLong("failures")))
                .list();
    }

    private static void counter(
            StringBuilder text,
            String what,
            String help,
            List<Row> rows,
            ToLongFunction<Row> value) {
        String name = "meterlark_trigger_%s_total".formatted(what);
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" counter\n");
        for (Row each : rows) {
            text.append(name).append('{').append(each.labels()).append("} ");
            text.append(value.applyAsLong(each)).append('\n');
        }
    }
}
