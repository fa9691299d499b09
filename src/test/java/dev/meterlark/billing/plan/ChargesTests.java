package dev.meterlark.billing.plan;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.ProductPlans;
import dev.meterlark.billing.rating.Line;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Rating;
import dev.meterlark.billing.rating.Segment;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Objects;

/** What the operator puts on the next invoice is on it once. */
@MeterlarkTest
class ChargesTests {

    private static final Currency USD = Currency.getInstance("USD");

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Adjusting adjusting;
    @Autowired TransactionTemplate transaction;
    @Autowired BillingProperties properties;
    @Autowired InstantSource clock;

    private Tenants.Tenant tenant;
    private AccountId account;

    @BeforeEach
    void settle() {
        tenant = tenants.newOwner();
        account = tenant.account().id();
    }

    @Test
    void aDebitIsALineOfTheNextInvoiceAndOfNoOther() {
        adjust(201, wish("debit", "7.50", "USD"));
        Rated next = rated();

        assertThat(next.net().plainAmount()).isEqualTo("32.5"); // the plan's fee is 25
        assertThat(next.lines())
                .filteredOn(line -> line.kind() == Line.Kind.CHARGE)
                .extracting(Line::description)
                .containsExactly("Work on <site>");
        take("C-1", next);
        assertThat(rated().net().plainAmount()).isEqualTo("25");
        assertThat(debits().get(0).get("invoice").asString()).isEqualTo("C-1");
        assertThatThrownBy(() -> take("C-2", next))
                .isInstanceOf(OptimisticLockingFailureException.class);

        transaction.executeWithoutResult(_ -> adjusting.givenBack(account, "C-1"));
        assertThat(rated().net().plainAmount()).isEqualTo("32.5");
        String audit =
                new Asked(port).ask("GET", "/api/v1/audit?limit=5", tenant.token(), "").body();
        assertThat(audit).contains("charge.made", "7.5 USD", "agreed");
    }

    @Test
    void aCreditPaysAfterTax() {
        adjust(201, wish("credit", "5", "USD"));

        assertThat(rated().net().plainAmount()).isEqualTo("25");
        assertThat(rated().payable().plainAmount()).isEqualTo("20");
        assertThat(debits()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gift,5,USD,credit or debit",
        "debit,-5,USD,amount",
        "debit,0,USD,amount",
        "debit,5,EUR,next invoice is in USD",
        "debit,5,Gold,currency",
        "debit,5.001,USD,digits"
    })
    void whatCannotBeIsRefused(String kind, String amount, String currency, String why) {
        JsonNode problem = json(adjust(400, wish(kind, amount, currency)));

        assertThat(problem.get("detail").asString()).contains(why);
        assertThat(debits()).isEmpty();
    }

    private static String wish(String kind, String amount, String currency) {
        return "{\"kind\":\"%s\",\"amount\":\"%s\",\"currency\":\"%s\",\"description\":\"Work on <site>\",\"reason\":\"agreed\"}"
                .formatted(kind, amount, currency);
    }

    private HttpResponse<String> adjust(int status, String body) {
        HttpResponse<String> answer = admin("POST", "/adjustments", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    private JsonNode debits() {
        return json(admin("GET", "/debits", "")).get("items");
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        return new Asked(port)
                .ask(
                        method,
                        "/api/v1/admin/accounts/" + account + path,
                        tenants.operator().token(),
                        body);
    }

    private Rated rated() {
        BillingPeriod month = BillingPeriod.at(clock.instant(), properties.zone());
        Segment team =
                Segment.whole(month, ProductPlans.TEAM_2026_01, Segment.Stage.DUE, List.of());
        return Objects.requireNonNull(
                transaction.execute(
                        _ ->
                                Rating.rate(
                                        List.of(team),
                                        adjusting.of(account, List.of(month.month()), USD))));
    }

    private void take(String invoice, Rated rated) {
        transaction.executeWithoutResult(_ -> adjusting.taken(account, invoice, rated));
    }
}
