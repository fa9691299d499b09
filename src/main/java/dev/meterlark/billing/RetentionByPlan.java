package dev.meterlark.billing;

import dev.meterlark.shared.AccountId;
import dev.meterlark.telemetry.Retention;

import org.springframework.stereotype.Component;

import java.time.Instant;

/** What calls leave for people stays as long as the account's plan says. */
@Component
class RetentionByPlan implements Retention {

    private final Plans plans;

    RetentionByPlan(Plans plans) {
        this.plans = plans;
    }

    @Override
    public Kept of(AccountId account, Instant at) {
        return plans.of(account, at).terms().retention().kept();
    }
}
