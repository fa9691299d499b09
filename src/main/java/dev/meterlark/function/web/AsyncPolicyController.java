package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.function.AsyncPolicies;
import dev.meterlark.function.AsyncSettings;
import dev.meterlark.function.AsyncView;
import dev.meterlark.function.WebhookSecrets;
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

/** What becomes of a function's asynchronous calls. */
@RestController
@RequestMapping("/api/v1/functions/{name}/async")
class AsyncPolicyController {

    private final AsyncPolicies policies;
    private final WebhookSecrets secrets;

    AsyncPolicyController(AsyncPolicies policies, WebhookSecrets secrets) {
        this.policies = policies;
        this.secrets = secrets;
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
        return secrets.change(caller, name);
    }
}
