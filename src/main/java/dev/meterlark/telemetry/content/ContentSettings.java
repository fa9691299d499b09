package dev.meterlark.telemetry.content;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which accounts want none of their events and answers kept: a few, held in memory as they stood a
 * moment ago. What an account does not want any more is gone when that is answered; another node
 * may write for as long as it has not heard, and deletes that when it has.
 */
@Service
public class ContentSettings implements SchedulingConfigurer {

    private final JdbcClient jdbc;
    private final ContentRows rows;
    private final AuditTrail audit;
    private final ContentProperties properties;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private volatile Set<AccountId> without;

    ContentSettings(
            JdbcClient jdbc,
            ContentRows rows,
            AuditTrail audit,
            ContentProperties properties,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.audit = audit;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.without = Set.of();
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::learn, properties.settingsEvery());
    }

    /** In memory. */
    boolean keeps(AccountId account) {
        return !without.contains(account);
    }

    /** Whether anything is kept, by the installation's settings and the account's own. */
    public boolean isKept(AccountId account) {
        return properties.enabled() && !stored(account);
    }

    /**
     * Holds on this node at once. Without, what was kept is deleted before this returns.
     *
     * @return whether that is another than before
     */
    public boolean keep(Caller caller, boolean keep) {
        Boolean changed =
                transaction.execute(
                        _ -> {
                            boolean other = keep == stored(caller.account());
                            if (other) {
                                store(caller.account(), keep);
                                audit.record(
                                        caller,
                                        keep ? "call-content.kept" : "call-content.not-kept",
                                        "account:" + caller.account(),
                                        Map.of());
                            }
                            return other;
                        });
        learn();
        if (!keep) {
            rows.deleteAll(caller.account());
        }
        return Boolean.TRUE.equals(changed);
    }

    private void store(AccountId account, boolean keep) {
        if (keep) {
            jdbc.sql("delete from call_content_off where account_id = ?")
                    .param(account.value())
                    .update();
        } else {
            jdbc.sql("insert into call_content_off (account_id, since) values (?, ?)")
                    .param(account.value())
                    .param(Columns.instant(clock.instant()))
                    .update();
        }
    }

    private boolean stored(AccountId account) {
        return jdbc.sql("select count(*) from call_content_off where account_id = ?")
                        .param(account.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** From the database; what was written for an account that is new among them goes. */
    void learn() {
        Set<AccountId> before = without;
        Set<AccountId> now =
                jdbc
                        .sql("select account_id from call_content_off")
                        .query(UUID.class)
                        .list()
                        .stream()
                        .map(AccountId::new)
                        .collect(Collectors.toUnmodifiableSet());
        without = now;
        now.stream().filter(each -> !before.contains(each)).forEach(rows::deleteAll);
    }
}
