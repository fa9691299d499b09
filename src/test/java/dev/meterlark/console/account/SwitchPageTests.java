package dev.meterlark.console.account;

import static dev.meterlark.Asked.encoded;
import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.SignInThings;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.account.Members;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.util.Objects;

/** One person in several accounts, with one session. */
@MeterlarkTest
class SwitchPageTests {

    private static final String KEY = "name=made&scopes=account%3Aread";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Members members;

    private Tenant ada;
    private Tenant bob;
    private Asked browser;

    @BeforeEach
    void adaIsInvitedByBob() {
        ada = tenants.newOwner();
        bob = tenants.newOwner();
        browser = new Asked(port);
        browser.signIn(ada.email(), Tenants.PASSWORD);
    }

    @Test
    void whoIsSignedInWithTheInvitedAddressJoinsWithoutAPasswordAndGoesOnThere() {
        String token = invitation(ada.email(), "owner");
        String path = "/invitation?token=" + token;
        assertThat(page(path)).contains("You are signed in as").doesNotContain("type=\"password\"");

        HttpResponse<String> joined =
                browser.submit("/invitation", "token=" + token + "&_csrf=" + form(path));

        assertThat(header(joined, "Location")).endsWith("/");
        assertThat(account()).isEqualTo(bob.account().id().toString());
        assertThat(page("/")).contains("Welcome to " + bob.account().name(), "Switch", "owner");
    }

    @Test
    void anInvitationOfSomebodyElseAsksForTheirPassword() {
        String token = invitation(tenants.newOwner().email(), "viewer");
        String path = "/invitation?token=" + token;
        assertThat(page(path)).contains("type=\"password\"", "Sign in another way first");

        HttpResponse<String> refused =
                browser.submit("/invitation", "token=" + token + "&_csrf=" + form(path));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(account()).isEqualTo(ada.account().id().toString());
    }

    @Test
    void theSessionGoesOnInTheOtherAccountAndFormsOfTheOneBeforeAreWorthNothing() {
        join("owner");
        String stale = form("/account/members");

        go(bob, stale);

        assertThat(account()).isEqualTo(bob.account().id().toString());
        assertThat(browser.submit("/account/keys", KEY + "&_csrf=" + stale).statusCode())
                .isEqualTo(403);
        assertThat(go(ada, form("/account/members")).statusCode()).isEqualTo(302);
        assertThat(account()).isEqualTo(ada.account().id().toString());
    }

    @Test
    void whatWasShownInOneAccountCountsInNoOther() {
        join("owner");
        assertThat(makeKey()).contains("The key is made");

        go(bob, form("/account/members"));

        assertThat(makeKey()).contains("Is it you?");
        String shown = "&confirmation-password=" + encoded(Tenants.PASSWORD);
        String again = KEY + shown + "&_csrf=" + form("/account/members");
        assertThat(browser.submit("/account/keys", again).body()).contains("The key is made");
    }

    @Test
    void aMemberLeavesByThemselvesAndGoesOnInTheirOwnAccountButTheLastOwnerStays() {
        join("viewer");
        go(bob, form("/account/members"));
        assertThat(page("/")).contains("You are in " + bob.account().name() + " now");
        assertThat(page("/account/members")).contains("Leave this account");
        String password = "confirmation-password=" + encoded(Tenants.PASSWORD) + "&account=";
        String leaving = password + bob.account().id() + "&_csrf=";

        HttpResponse<String> left =
                browser.submit("/account/leave", leaving + form("/account/members"));

        assertThat(header(left, "Location")).endsWith("/");
        assertThat(account()).isEqualTo(ada.account().id().toString());
        assertThat(page("/")).contains("You are in " + bob.account().name() + " no more");
        assertThat(new Asked(port).ask("GET", "/api/v1/audit", bob.token(), "").body())
                .contains("member.left");
        assertThat(page("/account/members")).doesNotContain("Leave this account");
        assertThat(browser.submit("/account/leave", leaving + form("/account/members")).body())
                .contains("You are in another account now");
        String last = password + ada.account().id() + "&_csrf=" + form("/account/members");
        assertThat(browser.submit("/account/leave", last).body())
                .contains("The last owner of an account stays its owner");
    }

    @Test
    void whoHasAPasskeyIsAskedForItOnTheWay(@Autowired SignInThings signIn) {
        join("viewer");
        signIn.keep(ada.person());
        Asked other = new Asked(port);
        other.signIn(ada.email(), Tenants.PASSWORD);

        HttpResponse<String> asked =
                other.submit(
                        "/account/switch",
                        "account=%s&_csrf=%s".formatted(bob.account().id(), other.formToken("/")));

        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).contains("Is it you?");
    }

    @Test
    void nobodyGoesToAnAccountThatTheyAreNotIn() {
        HttpResponse<String> theirs = go(bob, form("/account/members"));

        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(account()).isEqualTo(ada.account().id().toString());
        assertThat(page("/")).doesNotContain("class=\"accounts\"");
    }

    private void join(String role) {
        tenants.join(ada, bob, role);
    }

    private String invitation(String email, String role) {
        return Objects.requireNonNull(members.invite(tenants.caller(bob), email, role).link())
                .token();
    }

    private String makeKey() {
        return browser.submit("/account/keys", KEY + "&_csrf=" + form("/account/members")).body();
    }

    private HttpResponse<String> go(Tenant to, String token) {
        return browser.submit(
                "/account/switch", "account=%s&_csrf=%s".formatted(to.account().id(), token));
    }

    private String account() {
        return json(browser.get("/session", "Accept", "application/json"))
                .path("account")
                .asString();
    }

    private String form(String path) {
        return browser.formToken(path);
    }

    private String page(String path) {
        return browser.get(path, "Accept", "text/html").body();
    }
}
