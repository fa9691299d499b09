package dev.meterlark;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.OpenedNetworks;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;

/** What the operator lets one account's functions reach beyond public addresses. */
@MeterlarkTest
class EgressOpeningsTests {

    private static final String DATABASE = "{\"openings\": [\"10.1.2.0/24 5432,8000-8010\"]}";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired OpenedNetworks opened;

    private Tenants.Tenant tenant;
    private AccountId account;

    @BeforeEach
    void newAccount() {
        tenant = tenants.newOwner();
        account = tenant.account().id();
    }

    @Test
    void theOperatorOpensAndClosesForOneAccountAndTheDataPlaneKnowsAtOnce() {
        assertThat(ask("GET", "").body()).isEqualTo("{\"openings\":[]}");

        HttpResponse<String> changed = ask("PUT", DATABASE);

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(ask("GET", ""))).isEqualTo(json(changed));
        assertThat(opened.openedTo(account))
                .extracting(Opening::network)
                .hasToString("[10.1.2.0/24]");
        assertThat(opened.openedTo(tenants.newOwner().account().id())).isEmpty();

        ask("PUT", "{\"openings\": []}");
        assertThat(opened.openedTo(account)).isEmpty();
    }

    @Test
    void bothAccountsReadOfItInTheirAuditLogs() {
        ask("PUT", DATABASE);

        for (Tenants.Tenant each : new Tenants.Tenant[] {tenant, tenants.operator()}) {
            String last =
                    new Asked(port).ask("GET", "/api/v1/audit?limit=1", each.token(), "").body();
            assertThat(last)
                    .contains("account.egress-changed", "account:" + account, "10.1.2.0/24 5432");
        }
    }

    @Test
    void nobodyElseMay() {
        HttpResponse<String> refused =
                new Asked(port).ask("PUT", path(account.toString()), tenant.token(), DATABASE);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(opened.openedTo(account)).isEmpty();
    }

    @Test
    void anUnknownAccountIs404() {
        for (String unknown : new String[] {AccountId.random().toString(), "no-id"}) {
            HttpResponse<String> refused =
                    new Asked(port).ask("PUT", path(unknown), tenants.operator().token(), DATABASE);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | openings is missing",
                "{\"openings\": [\"10.0.0.0/8\"]} | a network and ports are needed",
                "{\"openings\": [\"10.0.0.0/99 1\"]} | openings cannot hold 10.0.0.0/99 1",
                "{\"openings\": [\"127.0.0.0/8 9002\"]} | which no account may reach",
                "{\"openings\": [\"169.254.169.254 80\"]} | which no account may reach",
                "{\"openings\": [\"10.0.0.1 0\"]} | ports are 1 to 65535",
                "{\"openings\": [\"database.local 5432\"]} | openings cannot hold",
                "{\"openings\": [null]} | openings cannot hold null",
            })
    void whatCannotBeIsRefusedByValue(String body, String why) {
        HttpResponse<String> refused = ask("PUT", body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString()).contains(why);
    }

    private HttpResponse<String> ask(String method, String body) {
        return new Asked(port)
                .ask(method, path(account.toString()), tenants.operator().token(), body);
    }

    private static String path(String account) {
        return "/api/v1/admin/accounts/" + account + "/egress";
    }
}
