package dev.meterlark.pipeline.web;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.function.AsyncSettings;
import dev.meterlark.function.AsyncView;
import dev.meterlark.function.WebhookSecrets;
import dev.meterlark.pipeline.PipelineAsync;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What becomes of a pipeline's asynchronous runs. */
@RestController
@RequestMapping("/api/v1/pipelines/{name}/async")
class PipelineAsyncController {

    private final PipelineAsync policies;

    PipelineAsyncController(PipelineAsync policies) {
        this.policies = policies;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    AsyncView show(Caller caller, @PathVariable String name) {
        return policies.show(caller, name);
    }

    @PutMapping
    @Access(Permission.FUNCTIONS_WRITE)
    AsyncView change(
            Caller caller, @PathVariable String name, @RequestBody AsyncSettings settings) {
        return policies.change(caller, name, settings);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void reset(Caller caller, @PathVariable String name) {
        policies.reset(caller, name);
    }

    /** A new secret for the signatures of its webhooks; the one before signs as well for a day. */
    @PostMapping("/webhook-secret")
    @ShowsSecret
    @Access(Permission.FUNCTIONS_WRITE)
    WebhookSecrets.NewSecret changeSecret(Caller caller, @PathVariable String name) {
        return policies.changeSecret(caller, name);
    }
}
