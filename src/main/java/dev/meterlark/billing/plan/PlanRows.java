package dev.meterlark.billing.plan;

import dev.meterlark.billing.KeptDays;
import dev.meterlark.billing.PlanTerms;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.Money;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** The rows of plans. */
@Component
class PlanRows {

    private final JdbcClient jdbc;

    PlanRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<PlanTerms> all() {
        return jdbc.sql("select * from plan order by id").query(PlanRows::plan).list();
    }

    List<PlanTerms> after(String id, int most) {
        return jdbc.sql("select * from plan where id > ? order by id limit ?")
                .param(id)
                .param(most)
                .query(PlanRows::plan)
                .list();
    }

    Optional<PlanTerms> find(String id) {
        return jdbc.sql("select * from plan where id = ?")
                .param(id)
                .query(PlanRows::plan)
                .optional();
    }

    void insert(PlanTerms plan, Instant now) {
        Money hardCap = plan.hardCap();
        jdbc.sql(
                        "insert into plan (id, name, currency, hard_cap, call_days, log_days,"
                                + " content_days, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(plan.id())
                .param(plan.name())
                .param(plan.currency().getCurrencyCode())
                .param(hardCap == null ? null : hardCap.amount())
                .param(plan.retention().callDays())
                .param(plan.retention().logDays())
                .param(plan.retention().contentDays())
                .param(Columns.instant(now))
                .update();
    }

    void keep(String id, KeptDays kept) {
        jdbc.sql("update plan set call_days = ?, log_days = ?, content_days = ? where id = ?")
                .param(kept.callDays())
                .param(kept.logDays())
                .param(kept.contentDays())
                .param(id)
                .update();
    }

    private static PlanTerms plan(ResultSet row, int number) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        BigDecimal hardCap = row.getBigDecimal("hard_cap");
        return new PlanTerms(
                row.getString("id"),
                row.getString("name"),
                currency,
                hardCap == null ? null : new Money(hardCap, currency).rounded(),
                new KeptDays(
                        row.getObject("call_days", Integer.class),
                        row.getObject("log_days", Integer.class),
                        row.getObject("content_days", Integer.class)));
    }
}
