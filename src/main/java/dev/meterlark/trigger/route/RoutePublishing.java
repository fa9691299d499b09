package dev.meterlark.trigger.route;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.Accounts;
import dev.meterlark.ingress.AccountRoutes;
import dev.meterlark.ingress.HttpRoute;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands the routes of all accounts to the listener: at the start, after each change here, and soon
 * after one on another node. One at a time, guarded by its monitor.
 */
@Component
class RoutePublishing implements SchedulingConfigurer {

    private static final Logger LOG = LoggerFactory.getLogger(RoutePublishing.class);

    private final RouteRows rows;
    private final Accounts accounts;
    private final AccountRoutes published;
    private final RouteProperties properties;
    private final Map<AccountId, AccountRoutes.Owner> owners = new HashMap<>();
    private String stamp = "";

    RoutePublishing(
            RouteRows rows,
            Accounts accounts,
            AccountRoutes published,
            RouteProperties properties) {
        this.rows = rows;
        this.accounts = accounts;
        this.published = published;
        this.properties = properties;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        registrar.addFixedDelayTask(this::lookOrTell, properties.lookEvery());
    }

    /** Without holding up whoever has just committed. */
    void lookSoon() {
        Thread.ofVirtual().name("routes").start(this::lookOrTell);
    }

    private void lookOrTell() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("the routes could not be read; trying again soon", e);
        }
    }

    synchronized void look() {
        String now = rows.stamp();
        if (now.equals(stamp)) {
            return;
        }
        Map<AccountId, List<HttpRoute>> all = new HashMap<>();
        owners.keySet().forEach(account -> all.put(account, new ArrayList<>()));
        for (RouteRow row : rows.all()) {
            List<HttpRoute> routes = all.computeIfAbsent(row.account(), _ -> new ArrayList<>());
            try {
                routes.add(RouteShaping.route(row.id(), row.wish()));
            } catch (RefusedException e) {
                LOG.error("route {} cannot be served any more", row.id(), e);
            }
        }
        all.forEach(this::publish);
        stamp = now;
    }

    private void publish(AccountId account, List<HttpRoute> routes) {
        published.replace(owners.computeIfAbsent(account, this::owner), routes);
        if (routes.isEmpty()) {
            owners.remove(account);
        }
    }

    private AccountRoutes.Owner owner(AccountId account) {
        AccountIdentity identity = accounts.identity(account);
        return new AccountRoutes.Owner(account, identity.slug(), identity.number());
    }
}
