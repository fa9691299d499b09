package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What an account is on, whom its invoices are for, and what pays them, from the command line. */
class PlanTests {

    private static final String PROFILE =
            """
            {"legalName": "Acme GmbH", "address": ["Am Fluss 1"], "city": "Köln",
             "postalCode": "50667", "country": "DE", "vatId": "DE123456789",
             "emails": ["bills@example.com"], "purchaseOrder": "4711", "language": "de",
             "tax": {"category": "S", "percent": "19"}}
            """;

    @TempDir Path home;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform();
        typed = new Typed(home).loggedInTo(platform);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void thePlanIsShownWithEachKindOfPriceAndWhatIsToCome() {
        platform.json(
                "GET /plan",
                """
                {"plan": "x", "name": "Team", "priceBook": "team-1", "currency": "USD",
                 "fee": "25", "minimum": "0", "hardCap": "0", "retention": {"callDays": 30, "contentDays": 1}, "prices": [
                  {"meter": "requests", "kind": "per-unit", "amount": "0.20", "per": "1000000", "included": "5"},
                  {"meter": "a", "kind": "graduated", "included": "0", "steps": [
                    {"upTo": "10", "amount": "2", "per": "1"}, {"amount": "1", "per": "1"}]},
                  {"meter": "b", "kind": "package", "amount": "7", "size": "50", "included": "0"},
                  {"meter": "c", "kind": "flat", "amount": "3", "included": "0"}],
                 "next": {"from": "2026-12-01T00:00:00Z", "plan": "payg", "name": "Pay", "priceBook": "payg-1"}}
                """);

        assertThat(typed.lark("plan").out())
                .contains("Team, prices of team-1 in USD", "fee a month: 25 USD")
                .contains(
                        "usage ends at: 0 USD",
                        "keeps calls 30 days, events and answers 1 day",
                        "0.20 per 1000000",
                        "to 10 2, beyond 1")
                .contains("7 for each 50", "3 a month")
                .contains("from 2026-12-01T00:00:00Z on: Pay, prices of payg-1")
                .doesNotContain("minimum");
    }

    @Test
    void theProfileIsShownWithItsTax() {
        platform.json("GET /billing-profile", PROFILE);

        assertThat(typed.lark("billing-profile").out())
                .contains("Acme GmbH", "Am Fluss 1", "50667 Köln, DE", "VAT id: DE123456789")
                .contains("purchase order: 4711", "to bills@example.com", "tax: 19 % (S)");
    }

    @Test
    void whatIsNotNamedOfTheProfileStaysAsItIs() {
        platform.json("GET /billing-profile", PROFILE)
                .json("GET /billing-profile", PROFILE)
                .json("PUT /billing-profile", PROFILE);

        assertThat(typed.lark("billing-profile", "set", "--city", "Bonn", "--vat-id", "").exit())
                .isZero();

        assertThat(platform.last("PUT /api/v1/billing-profile").text())
                .contains("\"city\":\"Bonn\"", "\"legalName\":\"Acme GmbH\"", "4711")
                .doesNotContain("vatId", "tax");
    }

    @Test
    void aCouponIsUsedAndThoseInUseAreShown() {
        platform.json("POST /coupons", "{}")
                .json(
                        "GET /coupons?limit=100",
                        """
                        {"items": [{"code": "SPRING", "name": "Spring", "percent": "20",
                          "firstMonth": "2026-11", "lastMonth": "2027-01"},
                         {"code": "TEN", "name": "Ten", "amount": "10", "currency": "USD",
                          "firstMonth": "2026-11"}], "nextCursor": null}
                        """);

        assertThat(typed.lark("coupon", "spring").out())
                .contains("SPRING", "20 %", "2027-01", "10 USD a month", "ever");
        assertThat(platform.last("POST /api/v1/coupons").text()).contains("\"code\":\"spring\"");
    }

    @Test
    void listsAreReadToTheirLastPage() {
        for (String list : List.of("coupons", "credits")) {
            String path = "GET /%s?limit=100".formatted(list);
            platform.json(path, "{\"items\": [{\"code\": \"ONE\"}], \"nextCursor\": \"a+b\"}")
                    .json(path + "&cursor=a%2Bb", "{\"items\": [{\"code\": \"TWO\"}]}");
        }

        assertThat(typed.lark("coupon").out()).contains("ONE", "TWO");
        assertThat(typed.lark("credits", "--json").out()).contains("ONE", "TWO");
    }

    @Test
    void creditsAreShownWithWhatIsLeft() {
        platform.json(
                "GET /credits?limit=100",
                """
                {"items": [{"description": "Welcome", "remaining": "12.5", "currency": "USD",
                  "expiresAt": "2999-01-01T00:00:00Z", "expired": false},
                 {"description": "Old", "remaining": "1", "currency": "USD", "expired": true}],
                 "nextCursor": null}
                """);

        assertThat(typed.lark("credits").out())
                .contains("12.5", "Welcome", "2999-01-01T00:00:00Z", "expired");
    }
}
