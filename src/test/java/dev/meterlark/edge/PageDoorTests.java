package dev.meterlark.edge;

import static dev.meterlark.Asked.header;
import static dev.meterlark.edge.EdgeModule.KnownPeople.EMAIL;
import static dev.meterlark.edge.EdgeModule.KnownPeople.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.ManualClock;
import dev.meterlark.shared.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

@EdgeTest
class PageDoorTests {

    private static final String SESSION = "meterlark-session";

    @LocalServerPort private int port;
    @Autowired private ManualClock clock;
    @Autowired private EdgeModule.KnownPeople people;
    @Autowired private SessionsInMemory sessions;
    private Asked browser;

    @BeforeEach
    void open() {
        browser = new Asked(port);
    }

    @AfterEach
    void bringBack() {
        people.allow(Role.OWNER.permissions());
    }

    @Test
    void aRoomSendsStrangersToTheSignInAndBack() {
        HttpResponse<String> answer = browser.get("/sample/room", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).isEqualTo("/sign-in?next=%2Fsample%2Froom");
        HttpResponse<String> fragment = browser.get("/sample/room", "HX-Request", "true");
        assertThat(fragment.statusCode()).isEqualTo(401);
        assertThat(header(fragment, "HX-Redirect")).isEqualTo("/sign-in");
        assertThat(browser.cookies()).isEmpty();
    }

    @Test
    void theRightPasswordOpensARoom() {
        HttpResponse<String> answer = signIn(PASSWORD, "");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(header(answer, "Location")).isEqualTo("/");
        assertThat(header(answer, "Set-Cookie"))
                .startsWith(SESSION + "=")
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/");
        assertThat(browser.get("/sample/room").body()).startsWith("person:ada ");
    }

    @Test
    void aWrongPasswordAndAnUnknownPersonLookTheSame() {
        HttpResponse<String> wrong = signIn("wrong", "");
        HttpResponse<String> unknown = submitSignIn("eve@example.com", "wrong", "");

        assertThat(wrong.statusCode()).isEqualTo(303).isEqualTo(unknown.statusCode());
        assertThat(header(wrong, "Location")).isEqualTo("/sign-in?error");
        assertThat(header(unknown, "Location")).isEqualTo("/sign-in?error");
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
    }

    @Test
    void aWrongPasswordLosesNothingOfWhereSomebodyWasGoing() {
        HttpResponse<String> sent = browser.get("/sample/room?page=2&q=a%20b");
        assertThat(header(sent, "Location"))
                .isEqualTo("/sign-in?next=%2Fsample%2Froom%3Fpage%3D2%26q%3Da%2520b");
        assertThat(header(browser.get("/sample/room?at=12:00"), "Location"))
                .isEqualTo("/sign-in?next=%2Fsample%2Froom");

        assertThat(header(signIn("wrong", "/invitation?token=mli_x"), "Location"))
                .isEqualTo("/sign-in?error&next=%2Finvitation%3Ftoken%3Dmli_x");
        assertThat(header(signIn("wrong", "//evil.example"), "Location"))
                .isEqualTo("/sign-in?error");
    }

    @Test
    void aSignInBeginsUnderANewSessionId() {
        signIn(PASSWORD, "");
        String first = browser.cookies().get(SESSION);
        submitSignIn(EMAIL, PASSWORD, "");

        assertThat(browser.cookies().get(SESSION)).isNotEqualTo(first);
        Asked thief = new Asked(port);
        thief.cookies().put(SESSION, first);
        assertThat(thief.get("/sample/room").statusCode()).isEqualTo(303);
    }

    @Test
    void aSignOutEndsTheSessionOnTheServer() {
        signIn(PASSWORD, "");
        String session = browser.cookies().get(SESSION);

        HttpResponse<String> out = browser.submit("/sign-out", "_csrf=" + roomToken());

        assertThat(out.statusCode()).isEqualTo(303);
        Asked thief = new Asked(port);
        thief.cookies().put(SESSION, session);
        assertThat(thief.get("/sample/room").statusCode()).isEqualTo(303);
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        signIn(PASSWORD, "");

        assertThat(browser.submit("/sample/change", "").statusCode()).isEqualTo(403);
        assertThat(browser.submit("/sample/change", "_csrf=abc").statusCode()).isEqualTo(403);
        assertThat(browser.submit("/sign-out", "").statusCode()).isEqualTo(403);
        assertThat(browser.submit("/sample/change", "_csrf=" + roomToken()).body())
                .isEqualTo("changed");
        assertThat(browser.submit("/sample/change", "", "X-CSRF-TOKEN", roomToken()).body())
                .isEqualTo("changed");
    }

    @Test
    void aTokenMadeBeforeTheSignInOrForAnotherSessionIsWorthNothing() {
        String before = browser.get("/sign-in").body();
        signIn(PASSWORD, "");
        Asked other = browser;
        browser = new Asked(port);
        signIn(PASSWORD, "");
        String others = roomToken();
        browser = other;

        for (String token : new String[] {before, others}) {
            assertThat(browser.submit("/sample/change", "_csrf=" + token).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void aSignInFormFromElsewhereIsRefused() {
        assertThat(browser.submit("/sign-in", "email=a&password=b").statusCode()).isEqualTo(403);
    }

    @Test
    void rightsAreReadAnewOnEachRequest() {
        signIn(PASSWORD, "");
        String token = roomToken();
        people.allow(Role.VIEWER.permissions());

        HttpResponse<String> answer =
                browser.submit("/sample/change", "_csrf=" + token, "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("functions:write").contains("<h1>");
        people.remove();
        assertThat(browser.get("/sample/room").statusCode()).isEqualTo(303);
        people.allow(Role.OWNER.permissions());
        assertThat(browser.get("/sample/room").statusCode()).isEqualTo(303);
    }

    @Test
    void aSessionEndsAfterItsLongestTime() {
        signIn(PASSWORD, "");
        clock.forward(Duration.ofHours(24));
        assertThat(browser.get("/sample/room").statusCode()).isEqualTo(200);

        clock.forward(Duration.ofSeconds(1));

        assertThat(browser.get("/sample/room").statusCode()).isEqualTo(303);
    }

    @Test
    void aSessionThatWasEndedElsewhereIsOverAtItsNextRequest() {
        signIn(PASSWORD, "");
        sessions.endAll();

        assertThat(browser.get("/sample/room").statusCode()).isEqualTo(303);
    }

    @Test
    void aDangerousStepAsksAgainOnceTheSignInIsSomeTimeAgo() {
        signIn(PASSWORD, "");
        String token = roomToken();
        assertThat(dangerous(token, "").body()).isEqualTo("done: x");
        clock.forward(Duration.ofMinutes(15));

        HttpResponse<String> asked = dangerous(token, "");
        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).contains("auth.confirmation-wanted");
        assertThat(dangerous(token, "&confirmation-password=wrong").statusCode()).isEqualTo(403);
        assertThat(
                        browser.submit(
                                        "/sample/dangerous?confirmation-password="
                                                + encoded(PASSWORD),
                                        "_csrf=" + token)
                                .statusCode())
                .isEqualTo(403);

        String before = browser.cookies().get(SESSION);
        String password = "&confirmation-password=" + encoded(PASSWORD);
        assertThat(dangerous(token, password).body()).isEqualTo("done: x");
        assertThat(browser.cookies().get(SESSION)).isNotEqualTo(before);
        assertThat(dangerous(token, "").body()).isEqualTo("done: x"); // the form stays good
    }

    @Test
    void anAccountThatIsNotOnesOwnCannotBeChosen() {
        signIn(PASSWORD, "");
        browser.submit(
                "/sample/choose", "account=" + people.otherAccount + "&_csrf=" + roomToken());

        assertThat(browser.get("/sample/room").body()).startsWith("person:ada ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "/a\r\nX: y",
                ""
            })
    void nobodyIsSentElsewhereAfterTheSignIn(String next) {
        assertThat(header(signIn(PASSWORD, next), "Location")).isEqualTo("/");
    }

    @Test
    void somebodyIsSentToThePageTheyCameFor() {
        assertThat(header(signIn(PASSWORD, "/functions/a?tab=logs"), "Location"))
                .isEqualTo("/functions/a?tab=logs");
    }

    @Test
    void aPageCarriesTheHeadersThatBoundIt() {
        HttpResponse<String> page = browser.get("/sign-in", "Accept", "text/html");

        assertThat(header(page, "Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                                + " data:; connect-src 'self'; font-src 'self'; form-action 'self';"
                                + " base-uri 'none'; frame-ancestors 'none'; object-src 'none'");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(header(page, "Strict-Transport-Security")).isEmpty();
        assertThat(header(page, "Cache-Control")).contains("no-store");
    }

    @Test
    void aFailureShowsABrowserAPageWithoutInternals() {
        HttpResponse<String> page = browser.get("/sample/broken", "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(500);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("<h1>").doesNotContain("hunter2");
        assertThat(browser.get("/none", "Accept", "text/html").body()).contains("<h1>");
    }

    private HttpResponse<String> signIn(String password, String next) {
        return submitSignIn(EMAIL, password, next);
    }

    private HttpResponse<String> submitSignIn(String email, String password, String next) {
        String token = browser.get("/sign-in").body();
        return browser.submit(
                "/sign-in",
                "email=%s&password=%s&next=%s&_csrf=%s"
                        .formatted(encoded(email), encoded(password), encoded(next), token),
                "Accept",
                "text/html");
    }

    private HttpResponse<String> dangerous(String token, String more) {
        return browser.submit("/sample/dangerous", "what=x&_csrf=" + token + more);
    }

    private String roomToken() {
        return browser.get("/sample/room").body().split(" ")[1];
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
