package dev.meterlark;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.account.oidc.StandInProvider;
import dev.meterlark.billing.invoice.IssuedForTests;
import dev.meterlark.billing.plan.BillingProfile;
import dev.meterlark.billing.plan.BillingProfiles;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** With a mail server and an identity provider configured, which are real ones here. */
@MeterlarkTest
class MailTests {

    private static final GreenMail SERVER =
            new GreenMail(ServerSetup.SMTP.dynamicPort().setVerbose(false));

    private static final StandInProvider PROVIDER = new StandInProvider();

    private static final Pattern RESET_LINK =
            Pattern.compile("https://console\\.example/password-reset\\?token=(\\w+)");

    private static final Pattern SIGN_IN_LINK =
            Pattern.compile("https://console\\.example/sign-in/link\\?token=(\\w+)");

    private static final Pattern FORM_TOKEN = Pattern.compile("[A-Za-z0-9_=-]{80,}");

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired InstantSource clock;
    @Autowired BillingProfiles profiles;
    @Autowired IssuedForTests invoices;

    @DynamicPropertySource
    static void mail(DynamicPropertyRegistry settings) {
        SERVER.start();
        settings.add("spring.mail.host", () -> "127.0.0.1");
        settings.add("spring.mail.port", () -> SERVER.getSmtp().getPort());
        settings.add("meterlark.account.mail-from", () -> "lark@console.example");
        settings.add("meterlark.oidc.issuer", PROVIDER::issuer);
        settings.add("meterlark.oidc.client-id", () -> StandInProvider.CLIENT);
        settings.add("meterlark.oidc.client-secret", () -> StandInProvider.SECRET);
        settings.add("meterlark.oidc.name", () -> "Acme's identities");
        settings.add("meterlark.console-url", () -> "https://console.example");
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
        PROVIDER.close();
    }

    @Test
    void aForgottenPasswordIsSetAnewByALinkFromTheMail() throws Exception {
        Tenant tenant = tenants.newOwner();
        Asked asked = new Asked(port);

        HttpResponse<String> known = ask(asked, tenant.email());
        HttpResponse<String> unknown = ask(asked, "nobody-here@example.com");

        assertThat(known.statusCode()).isEqualTo(202).isEqualTo(unknown.statusCode());
        assertThat(known.body()).isEqualTo(unknown.body());
        MimeMessage mail = mailTo(tenant.email());
        assertThat(mail.getFrom()[0]).hasToString("lark@console.example");
        Matcher link = RESET_LINK.matcher(GreenMailUtil.getBody(mail));
        assertThat(link.find()).isTrue();
        String body = "{\"token\":\"%s\",\"password\":\"violet marsh tundra\"}";
        HttpResponse<String> set =
                asked.post(
                        "/api/v1/password-resets/complete",
                        body.formatted(link.group(1)),
                        "Content-Type",
                        "application/json");
        assertThat(set.statusCode()).isEqualTo(204);
        asked.signIn(tenant.email(), "violet marsh tundra");
        MimeMessage told = mailTo(tenant.email(), "Your sign-in was changed");
        assertThat(GreenMailUtil.getBody(told)).contains("A new password was set by a link");
        assertThat(SERVER.getReceivedMessages()).allMatch(m -> !isTo(m, "nobody-here@example.com"));
    }

    @Test
    void aLinkFromTheMailSignsInOnceAndLeavesDangerousStepsToThePassword() throws Exception {
        Tenant tenant = tenants.newOwner();
        Asked browser = new Asked(port);
        String asking = "_csrf=%s&email=".formatted(browser.formToken("/sign-in/link"));

        String known = browser.submit("/sign-in/link", asking + tenant.email()).body();
        String unknown = browser.submit("/sign-in/link", asking + "nobody-asks@example.com").body();

        assertThat(known).contains("a link is on its way");
        assertThat(FORM_TOKEN.matcher(known).replaceAll(""))
                .isEqualTo(FORM_TOKEN.matcher(unknown).replaceAll(""));
        Matcher link = SIGN_IN_LINK.matcher(GreenMailUtil.getBody(mailTo(tenant.email())));
        assertThat(link.find()).isTrue();
        String page = "/sign-in/link?token=" + link.group(1);
        String using = "token=%s&_csrf=".formatted(link.group(1));
        String other = new Asked(port).get(page).body(); // as a mail server looks at it
        assertThat(other).contains("Press the button");
        browser.submit("/sign-in/link/use", using + browser.formToken(page));
        assertThat(browser.get("/account/security").body()).contains("link by mail");
        Asked thief = new Asked(port);
        assertThat(
                        thief.submit("/sign-in/link/use", using + thief.formToken("/sign-in/link"))
                                .statusCode())
                .isEqualTo(410);

        String key = "name=ci&scopes=functions:read&_csrf=" + browser.formToken("/account/keys");
        HttpResponse<String> asked = browser.submit("/account/keys", key, "Accept", "text/html");
        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).contains("Is it you?").contains("name=\"name\" value=\"ci\"");
        String password = "&confirmation-password=" + Asked.encoded(Tenants.PASSWORD);
        assertThat(browser.submit("/account/keys", key + password).body())
                .contains("The key is made");
    }

    @Test
    void theIdentityProviderSignsInWhomItVouchesFor() throws Exception {
        String email = tenants.newEmail();
        PROVIDER.shows(
                clock.instant(),
                c -> c.subject("ada").claim("email", email).claim("email_verified", true));
        Asked browser = new Asked(port);
        assertThat(browser.get("/sign-in").body()).contains("Go on with Acme&#39;s identities");

        HttpResponse<String> away = browser.get("/sign-in/provider?next=/account/security");
        String cookie = browser.cookies().get("meterlark-departure");
        HttpResponse<String> there = new Asked(port).follow(header(away, "Location"));
        URI back = URI.create(header(there, "Location"));
        Asked thief = new Asked(port);
        String returning = back.getPath() + "?" + back.getRawQuery();
        assertThat(thief.get(returning, "Accept", "text/html").statusCode()).isEqualTo(401);
        HttpResponse<String> signedIn = browser.get(returning);

        assertThat(cookie).isNotEmpty();
        assertThat(header(signedIn, "Location")).endsWith("/account/security");
        assertThat(browser.get("/account/security").body())
                .contains(email)
                .contains("single sign-on")
                .contains("Disconnect");
    }

    @Test
    void anInvitationGoesByMailAndItsLinkNotIntoTheAnswer() throws Exception {
        Tenant owner = tenants.newOwner();
        String email = tenants.newEmail();

        HttpResponse<String> answer =
                new Asked(port)
                        .postJson(
                                "/api/v1/members",
                                owner.token(),
                                "{\"email\":\"%s\",\"role\":\"viewer\"}".formatted(email));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).path("token").isNull()).isTrue();
        assertThat(mailTo(email).getSubject()).isEqualTo("Invitation to " + owner.account().name());
    }

    @Test
    void anInvoiceGoesToEachBillingContactWithItsPdf() throws Exception {
        Tenant tenant = tenants.newOwner();
        String one = tenants.newEmail();
        String other = tenants.newEmail();
        profiles.change(
                tenants.caller(tenant),
                new BillingProfile.Wish(
                        "Adlershof Analytik GmbH",
                        List.of("Unter den Linden 1"),
                        "Berlin",
                        "10117",
                        "DE",
                        null,
                        List.of(one, other),
                        null,
                        "de"));

        String number = invoices.issue(tenant.account().id(), "de").number().value();

        MimeMessage first = mailTo(one);
        assertThat(first.getSubject()).startsWith("Rechnung " + number);
        assertThat(GreenMailUtil.getBody(first)).contains("invoice-%s.pdf".formatted(number));
        assertThat(mailTo(other).getMessageID()).isNotEqualTo(first.getMessageID());
        assertThat(first.getFrom()[0].toString()).contains("lark@console.example");
    }

    private static HttpResponse<String> ask(Asked asked, String email) {
        return asked.post(
                "/api/v1/password-resets",
                "{\"email\":\"%s\"}".formatted(email),
                "Content-Type",
                "application/json");
    }

    /** Mails are sent after the answer; this one is waited for. */
    private static MimeMessage mailTo(String address) {
        return mailTo(address, "");
    }

    private static MimeMessage mailTo(String address, String about) {
        for (int expected = 1; SERVER.waitForIncomingEmail(20_000, expected); expected++) {
            for (MimeMessage mail : SERVER.getReceivedMessages()) {
                if (isTo(mail, address) && subject(mail).contains(about)) {
                    return mail;
                }
            }
        }
        throw new AssertionError("no mail to " + address + " about " + about);
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isTo(MimeMessage mail, String address) {
        try {
            return Arrays.stream(mail.getRecipients(Message.RecipientType.TO))
                    .anyMatch(a -> a.toString().equals(address));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
