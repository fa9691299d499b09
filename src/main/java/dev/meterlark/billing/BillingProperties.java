package dev.meterlark.billing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * @param zone whose months are the months of the books; not to be changed once a month was billed
 * @param defaultPlan what a new account is on
 * @param plansToChoose plans that an account may go to by itself from one of them; empty for none
 * @param resyncEvery how often a node looks whether plans or prices were changed; what is changed
 *     takes effect three times as long after at the soonest, so that every node knows it then
 */
@ConfigurationProperties("meterlark.billing")
public record BillingProperties(
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("payg") String defaultPlan,
        @DefaultValue({"free", "payg", "team"}) List<String> plansToChoose,
        @DefaultValue("10s") Duration resyncEvery) {

    private static final Duration LONGEST_RESYNC = Duration.ofMinutes(10);

    public BillingProperties {
        plansToChoose = plansToChoose.stream().filter(each -> !each.isBlank()).toList();
        if (!isId(defaultPlan)) {
            throw refused("default-plan", "be the id of a plan", defaultPlan);
        }
        for (String each : plansToChoose) {
            if (!isId(each)) {
                throw refused("plans-to-choose", "be ids of plans", each);
            }
        }
        if (!resyncEvery.isPositive() || resyncEvery.compareTo(LONGEST_RESYNC) > 0) {
            throw refused("resync-every", "be longer than 0, at most 10m", resyncEvery);
        }
    }

    private static boolean isId(String text) {
        return text.matches("[a-z0-9][a-z0-9-]{0,39}");
    }

    /** The first whole hour at which every node knows what is changed now. */
    public Instant soonest(Instant now) {
        Instant known = now.plus(resyncEvery.multipliedBy(3));
        Instant hour = known.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(known) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.billing.%s must %s, was: %s".formatted(key, rule, value));
    }
}
