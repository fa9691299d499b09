package dev.meterlark.billing.budget;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.invocation.SignedWebhooks;
import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;
import dev.meterlark.platform.Vault;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.util.List;

/** Posts alerts to web addresses, signed with the key of the account's budget. */
@Component("budgetWebhookCarrier")
class WebhookCarrier implements OutboxCarrier {

    static final String KIND = "budget-webhook";

    private final SignedWebhooks webhooks;
    private final BudgetRows rows;
    private final Vault vault;
    private final JsonMapper json;

    WebhookCarrier(SignedWebhooks webhooks, BudgetRows rows, Vault vault, JsonMapper json) {
        this.webhooks = webhooks;
        this.rows = rows;
        this.vault = vault;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean isOperators() {
        return true;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        byte[] sealed = rows.webhookKey(entry.account()).orElse(null);
        if (sealed == null) {
            return new Carried.Failed(
                    "the budget has no secret to sign with: make one by POST"
                            + " /api/v1/budgets/webhook-secret",
                    null);
        }
        JsonNode post = json.readTree(entry.body());
        return webhooks.post(
                URI.create(post.get("url").asString()),
                entry.id(),
                "application/json",
                json.writeValueAsString(post.get("event")).getBytes(UTF_8),
                List.of(vault.open(sealed, Budgets.keyContext(entry.account()))));
    }
}
