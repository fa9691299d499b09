package dev.meterlark.console.money;

import static dev.meterlark.Asked.encoded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with money on pages, by forms alone. */
@MeterlarkTest
class MoneyPagesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant tenant;
    private Asked browser;

    @BeforeEach
    void settle() {
        tenant = tenants.newOwner();
        browser = new Asked(port);
    }

    @Test
    void anAccountChoosesAPlanSaysWhoPaysAndIsToldOfWhatIsNone() {
        browser.signIn(tenant.email(), Tenants.PASSWORD);

        assertThat(page("/plan")).contains("Plans to choose", "Yours now", "0.0000166667");
        assertThat(page("/plan/change?to=team")).contains("25.00 USD");
        send("/plan", "/plan/change", "to=team");
        assertThat(page("/plan")).contains("on the account is on", "Team");

        send(
                "/payment",
                "/payment/profile",
                "legalName=Acme&address=" + encoded("Road 1\nBack door") + "&city=Town&country=de");
        assertThat(page("/payment")).contains("Back door", "value=\"DE\"");
        send("/payment", "/payment/coupons", "code=NONE");
        assertThat(page("/payment")).contains("role=\"alert\"");
        assertThat(page("/costs?by=version&span=90d")).contains("No calls in this time");
        assertThat(page("/costs?by=nonsense")).contains("GroupBy takes");
    }

    @Test
    void anOperatorDraftsPricesLooksAtThemPublishesThemAndPutsAnAccountOnThem() {
        browser.signIn(tenants.operator().email(), Tenants.PASSWORD);
        String id = "pages-" + Long.toString(System.nanoTime(), 36);

        send(
                "/operator/plans/new",
                "/operator/plans/new",
                "id=%s&name=Pages&currency=USD&hardCap=".formatted(id));
        String draft = page("/operator/plans/books/new?plan=" + id);
        Matcher prices =
                Pattern.compile("name=\"prices\"[^>]*>([^<]+)<", Pattern.DOTALL).matcher(draft);
        assertThat(prices.find()).isTrue();
        String book =
                "id=%s-1&plan=%s&fee=5&prices=%s"
                        .formatted(id, id, encoded(prices.group(1).replace("&quot;", "\"")));
        send("/operator/plans/new", "/operator/plans/books/new", book);
        String one = "/operator/plans/books/" + id + "-1";
        assertThat(page(one)).contains("draft", "5.00 USD", "What it would have made of");
        send(one, one + "/publish", "from=");
        assertThat(page(one)).contains("scheduled");
        String later = book.replace(id + "-1", id + "-0").replace("fee=5", "fee=7");
        send("/operator/plans/new", "/operator/plans/books/new", later);
        assertThat(page("/operator/plans"))
                .containsSubsequence(id + "-0", "draft", id + "-1", "scheduled")
                .contains("plan=%s&amp;like=%s-0".formatted(id, id));

        String account = "/operator/money/" + tenant.account().id();
        send(account, account + "/plans", "plan=%s&reason=asked".formatted(id));
        assertThat(page(account)).contains("to come", id);
    }

    @Test
    void stepsWithMoneyAskTheOperatorAgainAndGoOnWithWhatWasTyped() {
        Tenants.Tenant operator = tenants.operator();
        browser.signIn(operator.email(), Tenants.PASSWORD);
        String account = "/operator/money/" + tenant.account().id();
        send(account, "/account/switch", "account=" + operator.account().id());
        String fields =
                "kind=credit&amount=5&currency=USD&description=Sorry&reason=outage&_csrf="
                        + encoded(browser.formToken(account));

        HttpResponse<String> asked =
                browser.submit(account + "/adjustments", fields, "Accept", "text/html");
        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).contains("Is it you?", "value=\"Sorry\"");
        String password = "&confirmation-password=" + encoded(Tenants.PASSWORD);
        browser.submit(account + "/adjustments", fields + password);

        assertThat(page(account)).contains("The account is adjusted", "5.00 USD");
    }

    @Test
    void anOperatorMakesACouponSeesWhoUsesItAndEndsIt() {
        String code = "PAGES-" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
        browser.signIn(tenants.operator().email(), Tenants.PASSWORD);
        String form = "code=%s&name=Pages&percent=20&months=3&maxUses=7".formatted(code);

        send("/operator/coupons/new", "/operator/coupons/new", form);
        new Asked(port)
                .ask(
                        "POST",
                        "/api/v1/coupons",
                        tenant.token(),
                        "{\"code\":\"%s\"}".formatted(code));

        String one = "/operator/coupons/" + code;
        assertThat(page(one)).contains("20 %", "3 months", "1 of 7", tenant.account().name());
        assertThat(
                        new Asked(port)
                                .ask(
                                        "GET",
                                        "/api/v1/admin/coupons/" + code + "/uses",
                                        tenants.operator().token(),
                                        "")
                                .body())
                .contains(tenant.account().id().toString(), "firstMonth");
        send(one, one + "/end", "");
        assertThat(page(one)).contains("ended", "No further account can use it");
        assertThat(page("/operator/coupons/new")).contains("Make the coupon");
        send(
                "/operator/money",
                "/operator/money/" + tenant.account().id() + "/parked/2026-10/unpark",
                "reason=right");
        assertThat(page("/operator/money/" + tenant.account().id())).contains("role=\"alert\"");
    }

    private String page(String path) {
        return browser.get(path, "Accept", "text/html").body();
    }

    /** With the token of a form that is on a page. */
    private void send(String from, String to, String fields) {
        var answer = browser.submit(to, fields + "&_csrf=" + encoded(browser.formToken(from)));
        assertThat(answer.statusCode()).as(to + answer.body()).isIn(302, 303);
    }
}
