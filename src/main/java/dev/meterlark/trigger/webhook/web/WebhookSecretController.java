package dev.meterlark.trigger.webhook.web;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.webhook.ChangingSecret;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Another secret for a webhook. */
@RestController
class WebhookSecretController {

    private final ChangingSecret changing;

    WebhookSecretController(ChangingSecret changing) {
        this.changing = changing;
    }

    /** Shown once; the one before is good as well for a while. */
    @PostMapping("/api/v1/functions/{name}/triggers/{trigger}/secret")
    @ShowsSecret
    @Access(Permission.FUNCTIONS_WRITE)
    ChangingSecret.NewSecret ofFunction(
            Caller caller,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody(required = false) @Nullable Change change) {
        return change(caller, TargetKind.FUNCTION, name, trigger, change);
    }

    /** Shown once; the one before is good as well for a while. */
    @PostMapping("/api/v1/pipelines/{name}/triggers/{trigger}/secret")
    @ShowsSecret
    @Access(Permission.FUNCTIONS_WRITE)
    ChangingSecret.NewSecret ofPipeline(
            Caller caller,
            @PathVariable String name,
            @PathVariable String trigger,
            @RequestBody(required = false) @Nullable Change change) {
        return change(caller, TargetKind.PIPELINE, name, trigger, change);
    }

    private ChangingSecret.NewSecret change(
            Caller caller, TargetKind kind, String name, String trigger, @Nullable Change change) {
        Change wanted = change == null ? new Change(null, null) : change;
        return changing.change(caller, kind, name, trigger, wanted.secret(), wanted.overlap());
    }

    /**
     * @param secret the sender's own; null for a random one
     * @param overlap seconds that the one before stays good; null for a day
     */
    record Change(@Nullable String secret, @Nullable Long overlap) {}
}
