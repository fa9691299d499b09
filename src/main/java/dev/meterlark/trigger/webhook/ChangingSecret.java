package dev.meterlark.trigger.webhook;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Gives a webhook another secret. The one before is good as well for a while. */
@Service
@Transactional
public class ChangingSecret {

    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);

    private final Triggers triggers;
    private final HookRows rows;
    private final HookTable table;
    private final AuditLog audit;
    private final WebhookProperties properties;
    private final InstantSource clock;

    ChangingSecret(
            Triggers triggers,
            HookRows rows,
            HookTable table,
            AuditLog audit,
            WebhookProperties properties,
            InstantSource clock) {
        this.triggers = triggers;
        this.rows = rows;
        this.table = table;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Shown once.
     *
     * @param previousUntil until when the one before is good as well
     */
    public record NewSecret(String secret, Instant previousUntil) {}

    /**
     * @param wanted the sender's own; null for a random one
     * @param overlap seconds that the one before stays good; null for a day
     */
    public NewSecret change(
            Caller caller,
            TargetKind kind,
            String target,
            String id,
            @Nullable String wanted,
            @Nullable Long overlap) {
        TriggerView trigger = triggers.show(caller, kind, target, id);
        HookRows.Row row = rows.lock(trigger.id()).orElseThrow(() -> noWebhook(trigger));
        Preset preset = Preset.parse(String.valueOf(trigger.own().get("preset"))).orElseThrow();
        String secret = wanted == null ? SecretText.random(preset) : wanted;
        Instant until = clock.instant().plus(overlap(overlap));
        TriggerId known = row.trigger();
        rows.replaceSecret(
                known, rows.seal(caller.account(), known, SecretText.key(preset, secret)), until);
        audit.record(
                caller,
                "trigger.secret-changed",
                "trigger:" + known,
                Map.of("previousUntil", until.toString()));
        table.refreshAfterCommit(known);
        return new NewSecret(secret, until);
    }

    private Duration overlap(@Nullable Long seconds) {
        Duration overlap = seconds == null ? USUAL_OVERLAP : Duration.ofSeconds(seconds);
        Duration most = properties.longestOverlap();
        if (overlap.isNegative() || overlap.compareTo(most) > 0) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "overlap must be 0 to %d seconds, was: %d"
                            .formatted(most.toSeconds(), overlap.toSeconds()));
        }
        return overlap;
    }

    private static RefusedException noWebhook(TriggerView trigger) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "only webhooks have a secret, and this trigger is of the type " + trigger.type());
    }
}
