package dev.meterlark.account.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;

import dev.meterlark.FakeVault;
import dev.meterlark.ManualClock;
import dev.meterlark.account.oidc.SingleSignOn.Arrival;
import dev.meterlark.account.oidc.SingleSignOn.Departure;
import dev.meterlark.account.oidc.SingleSignOn.Errand;
import dev.meterlark.account.oidc.SingleSignOn.Purpose;
import dev.meterlark.account.oidc.StandInProvider.Back;
import dev.meterlark.edge.Site;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

class SingleSignOnTests {

    private static final StandInProvider PROVIDER = new StandInProvider();
    private static final Site SITE = new Site("https://console.example", "console.example");
    private static final Errand SIGN_IN = new Errand(Purpose.SIGN_IN, "", "/functions");

    private final ManualClock clock = new ManualClock();
    private final SingleSignOn signOn = signOn(PROVIDER.issuer());

    @AfterAll
    static void stop() {
        PROVIDER.close();
    }

    @BeforeEach
    void everybodyIsAda() {
        PROVIDER.changeKey(true);
        PROVIDER.shows(clock.instant(), SingleSignOnTests::ada);
    }

    @Test
    void whoComesBackIsWhomTheProviderVouchesFor() {
        Arrival arrival = thereAndBack(SIGN_IN);

        assertThat(arrival.errand()).isEqualTo(SIGN_IN);
        assertThat(arrival.identity().issuer()).isEqualTo(PROVIDER.issuer());
        assertThat(arrival.identity().subject()).isEqualTo("ada");
        assertThat(arrival.identity().email()).isEqualTo("ada@example.com");
        assertThat(arrival.identity().name()).isEqualTo("Ada");
    }

    @Test
    void anAddressThatTheProviderDidNotVerifyDoesNotCount() {
        PROVIDER.shows(clock.instant(), c -> ada(c).claim("email_verified", false));

        assertThat(thereAndBack(SIGN_IN).identity().email()).isNull();
    }

    @Test
    void anAnswerIsForTheBrowserThatAskedAndGoodOnce() {
        Departure departure = signOn.depart(SIGN_IN, SITE);
        Departure others = signOn.depart(SIGN_IN, SITE);
        Back back = PROVIDER.visit(departure.to());

        refused(others.sealed(), back.state(), back.code(), "");
        refused(null, back.state(), back.code(), "");
        refused("nonsense", back.state(), back.code(), "");
        refused(departure.sealed(), "another", back.code(), "");
        refused(departure.sealed(), back.state(), "guessed", "");
        refused(departure.sealed(), back.state(), null, "");
        Back stolen = PROVIDER.visit(others.to());
        refused(departure.sealed(), back.state(), stolen.code(), "");
        arrive(departure, back, "");
        refused(departure.sealed(), back.state(), back.code(), "");
    }

    @Test
    void whoTakesTooLongBeginsAgain() {
        Departure departure = signOn.depart(SIGN_IN, SITE);
        Back back = PROVIDER.visit(departure.to());
        clock.forward(Duration.ofMinutes(15));

        refused(departure.sealed(), back.state(), back.code(), "");
    }

    @Test
    void whatASessionAskedForComesBackToThatSession() {
        Errand connect = new Errand(Purpose.CONNECT, "session-1", "/account/security");
        Departure departure = signOn.depart(connect, SITE);
        assertThat(departure.to().getQuery()).contains("prompt=login").contains("max_age=0");
        Back back = PROVIDER.visit(departure.to());

        refused(departure.sealed(), back.state(), back.code(), "session-2");
        assertThat(arrive(departure, back, "session-1").errand()).isEqualTo(connect);
    }

    @Test
    void toConfirmTheProviderMustHaveAskedJustNow() {
        Errand confirm = new Errand(Purpose.CONFIRM, "", "/");
        thereAndBack(confirm);
        long before = clock.instant().minus(Duration.ofMinutes(7)).getEpochSecond();
        PROVIDER.shows(clock.instant(), c -> ada(c).claim("auth_time", before));
        refusesWhatComes(confirm);
        PROVIDER.shows(clock.instant(), c -> ada(c).claim("auth_time", null));
        refusesWhatComes(confirm);
    }

    @Test
    void aTokenThatIsNotForUsNowIsRefused() {
        Date past = Date.from(clock.instant().minusSeconds(61));
        Date future = Date.from(clock.instant().plusSeconds(61));
        List<UnaryOperator<JWTClaimsSet.Builder>> wrong =
                List.of(
                        c -> c.issuer("https://elsewhere.example"),
                        c -> c.audience("another"),
                        c -> c.audience(List.of(StandInProvider.CLIENT, "another")),
                        c -> c.claim("azp", "another"),
                        c -> c.expirationTime(past),
                        c -> c.expirationTime(null),
                        c -> c.issueTime(future),
                        c -> c.claim("nonce", "another"),
                        c -> c.claim("nonce", null),
                        c -> c.subject(""),
                        c -> c.subject("x".repeat(256)));
        for (UnaryOperator<JWTClaimsSet.Builder> each : wrong) {
            PROVIDER.shows(clock.instant(), each);
            refusesWhatComes(SIGN_IN);
        }
    }

    @Test
    void aKeyIsTheProvidersAndANewOneIsAskedForOnceAMinute() {
        thereAndBack(SIGN_IN);
        PROVIDER.changeKey(false);
        clock.forward(Duration.ofMinutes(2));
        PROVIDER.shows(clock.instant(), SingleSignOnTests::ada);
        refusesWhatComes(SIGN_IN);

        PROVIDER.changeKey(true);
        refusesWhatComes(SIGN_IN); // it was asked just now
        clock.forward(Duration.ofSeconds(61));
        PROVIDER.shows(clock.instant(), SingleSignOnTests::ada);
        thereAndBack(SIGN_IN);
    }

    @Test
    void aProviderThatIsAwayIsToldAsSuch() {
        assertThatThrownBy(() -> signOn("http://127.0.0.1:1").depart(SIGN_IN, SITE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("cannot be reached");
        assertThat(signOn(null).offered()).isFalse();
    }

    private static JWTClaimsSet.Builder ada(JWTClaimsSet.Builder claims) {
        return claims.claim("email", "ada@example.com")
                .claim("email_verified", true)
                .claim("name", "Ada");
    }

    private Arrival thereAndBack(Errand errand) {
        Departure departure = signOn.depart(errand, SITE);
        return arrive(departure, PROVIDER.visit(departure.to()), errand.holder());
    }

    private Arrival arrive(Departure departure, Back back, String holder) {
        return signOn.arrive(departure.sealed(), back.state(), back.code(), holder, SITE);
    }

    private void refusesWhatComes(Errand errand) {
        Departure departure = signOn.depart(errand, SITE);
        Back back = PROVIDER.visit(departure.to());
        refused(departure.sealed(), back.state(), back.code(), errand.holder());
    }

    private void refused(
            @Nullable String sealed, String state, @Nullable String code, String holder) {
        assertThatThrownBy(() -> signOn.arrive(sealed, state, code, holder, SITE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was not taken");
    }

    private SingleSignOn signOn(@Nullable String issuer) {
        var properties =
                new OidcProperties(
                        issuer,
                        StandInProvider.CLIENT,
                        StandInProvider.SECRET,
                        "Acme",
                        List.of("openid", "email"),
                        false,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1));
        return new SingleSignOn(properties, new FakeVault(), new JsonMapper(), clock);
    }
}
