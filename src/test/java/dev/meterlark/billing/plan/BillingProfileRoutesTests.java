package dev.meterlark.billing.plan;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;

/** Whom invoices are addressed to and who owes no tax, over REST. */
@MeterlarkTest
class BillingProfileRoutesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant tenant;
    private AccountId account;

    @BeforeEach
    void newAccount() {
        tenant = tenants.newOwner();
        account = tenant.account().id();
    }

    @Test
    void anAccountSaysWhomItsInvoicesAreAddressedTo() {
        assertThat(ask("GET", "/billing-profile", "").toString())
                .isEqualTo(
                        "{\"tax\":{\"category\":\"O\",\"percent\":\"0\",\"reason\":\"%s\"}}"
                                .formatted(Taxes.NOT_REGISTERED));

        String profile =
                """
                {"legalName":"Acme GmbH","address":["Am Fluss 1"],"city":"Köln","postalCode":"50667",\
                "country":"DE","vatId":"DE123456789","emails":["bills@example.com"],"language":"de"\
                """;
        JsonNode written = ask("PUT", "/billing-profile", profile + "}");

        assertThat(written.toString()).startsWith(profile);
        assertThat(ask("GET", "/billing-profile", "")).isEqualTo(written);
        assertThat(json(admin("GET", "/accounts/" + account + "/billing-profile", "")))
                .isEqualTo(written);
        refused(
                tenants(
                        tenant,
                        "PUT",
                        "/billing-profile",
                        profile.replace("DE123456789", "DE12") + "}"),
                400,
                "vatId must have the form that VAT ids of DE have and begin with DE, was: DE12");
    }

    @Test
    void anExemptionIsTheOperatorsWordWithAReason() {
        String path = "/accounts/" + account + "/tax-exemption";

        refused(admin("PUT", path, "{}"), 400, "reason is missing");
        ok(admin("PUT", path, "{\"reason\":\"Embassy\"}"));
        assertThat(admin("DELETE", path, "").statusCode()).isEqualTo(204);
        refused(admin("DELETE", path, ""), 404, "has no exemption");
    }

    private JsonNode ask(String method, String path, String body) {
        return ok(tenants(tenant, method, path, body));
    }

    private HttpResponse<String> tenants(
            Tenants.Tenant by, String method, String path, String body) {
        return new Asked(port).ask(method, "/api/v1" + path, by.token(), body);
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        return tenants(tenants.operator(), method, "/admin" + path, body);
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return json(answer);
    }

    private static void refused(HttpResponse<String> answer, int status, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("detail").asString()).contains(why);
    }
}
