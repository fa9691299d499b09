package dev.meterlark.trigger.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.ingress.HookRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signatures, by the examples that their senders publish, where they do. */
class VerifyingTests {

    private static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String SLACK_BODY =
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                    + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url="
                    + "https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                    + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
                    + "803a0bc887a14d10d2c447fce8b6703c";
    private static final String STANDARD_BODY =
            "{\"event_type\":\"ping\",\"data\":{\"success\":true}}";
    private static final String STRIPE_BODY = "{\"id\":\"evt_1\",\"object\":\"event\"}";

    /** Of the specification, https://www.standardwebhooks.com. */
    @Test
    void aStandardWebhookIsGenuine() {
        assertThat(standard(1_731_705_121, "msg_loFOjxBNrRLzqYUf", "1731705121", STANDARD_BODY))
                .isEqualTo(new Verdict.Genuine("msg_loFOjxBNrRLzqYUf", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1731705121 | msg_loFOjxBNrRLzqYUf | 1731705121 | {} | did not fit",
                "1731705121 | msg_other | 1731705121 | same | did not fit",
                "1731705121 | msg_loFOjxBNrRLzqYUf | 1731705122 | same | did not fit",
                "1731705422 | msg_loFOjxBNrRLzqYUf | 1731705121 | same | more than 300 seconds",
                "1731704820 | msg_loFOjxBNrRLzqYUf | 1731705121 | same | more than 300 seconds"
            })
    void aStandardWebhookThatWasChangedOrKeptIsNot(
            long now, String id, String at, String body, String why) {
        Verdict verdict = standard(now, id, at, body.equals("same") ? STANDARD_BODY : body);

        assertThat(((Verdict.Wrong) verdict).forOwner()).contains(why);
    }

    private static Verdict standard(long now, String id, String at, String body) {
        return verifying("standard", null, "whsec_plJ3nmyCDGBKInavdOK15jsl")
                .verdict(
                        request(
                                now,
                                body,
                                "webhook-id",
                                id,
                                "webhook-timestamp",
                                at,
                                "webhook-signature",
                                "v1,AAAA v1a,xyz v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="));
    }

    /** Of GitHub's page on validating webhook deliveries. */
    @Test
    void aDeliveryOfGitHubIsGenuine() {
        String signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

        assertThat(github("Hello, World!", "sha256=" + signature))
                .isEqualTo(new Verdict.Genuine("72d3162e", "push"));
        assertThat(github("Hello, World?", "sha256=" + signature))
                .isInstanceOf(Verdict.Wrong.class);
        assertThat(github("Hello, World!", signature)).isInstanceOf(Verdict.Wrong.class);
        assertThat(github("Hello, World!", "sha1=" + signature)).isInstanceOf(Verdict.Wrong.class);
        assertThat(github("Hello, World!", "sha256=")).isInstanceOf(Verdict.Wrong.class);
        assertThat(github("Hello, World!", "sha256=" + signature.substring(2)))
                .isInstanceOf(Verdict.Wrong.class);
    }

    private static Verdict github(String body, String signature) {
        return verifying("github", null, "It's a Secret to Everybody")
                .verdict(
                        request(
                                0,
                                body,
                                "x-hub-signature-256",
                                signature,
                                "x-github-delivery",
                                "72d3162e",
                                "x-github-event",
                                "push"));
    }

    /** Of Slack's page on verifying requests. */
    @Test
    void aRequestOfSlackIsGenuine() {
        String signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

        assertThat(slack(1_531_420_618, SLACK_BODY, signature)).isInstanceOf(Verdict.Genuine.class);
        assertThat(slack(1_531_420_919, SLACK_BODY, signature)).isInstanceOf(Verdict.Wrong.class);
        assertThat(slack(1_531_420_618, SLACK_BODY + "&a=b", signature))
                .isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void slackIsToldThatItIsTheRightAddressOnlyWhenItIsSlackWhoAsks() {
        String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aB\"}";
        byte[] signed = ("v0:1531420618:" + body).getBytes(UTF_8);
        String right = "v0=" + Hmac.hex("HmacSHA256", SLACK_SECRET.getBytes(US_ASCII), signed);

        assertThat(slack(1_531_420_618, body, right)).isEqualTo(new Verdict.Challenge("3eZbrw1aB"));
        assertThat(slack(1_531_420_618, body, "v0=" + "00".repeat(32)))
                .isInstanceOf(Verdict.Wrong.class);
    }

    private static Verdict slack(long now, String body, String signature) {
        return verifying("slack", null, SLACK_SECRET)
                .verdict(
                        request(
                                now,
                                body,
                                "x-slack-request-timestamp",
                                "1531420618",
                                "x-slack-signature",
                                signature));
    }

    /**
     * The scheme is of Stripe's page on webhook signatures, which has no whole example. The digest
     * was computed apart from this code; {@code openssl dgst} computes the same.
     */
    @Test
    void anEventOfStripeIsGenuineByAnyOfItsSignatures() {
        String signature = "654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543";

        assertThat(stripe("t=1492774577,v1=00,v1=" + signature + ",v0=ab"))
                .isEqualTo(new Verdict.Genuine("evt_1", null));
        assertThat(stripe("t=1492774578,v1=" + signature)).isInstanceOf(Verdict.Wrong.class);
        assertThat(stripe("t=1492774577,v0=" + signature)).isInstanceOf(Verdict.Wrong.class);
        assertThat(stripe("v1=" + signature)).isInstanceOf(Verdict.Wrong.class);
    }

    private static Verdict stripe(String signature) {
        return verifying("stripe", null, "whsec_test_secret")
                .verdict(request(1_492_774_577, STRIPE_BODY, "stripe-signature", signature));
    }

    /** The digests were computed as Stripe's was. */
    @Test
    void aSenderWithoutAPresetSaysHowItSigns() {
        String sha512 =
                "8f4462915527f1015c076f6c58314af9e5b90cc7cff6d0a3228f5cda894b61ddbfc0581f672d74c6"
                        + "a4ed7209e431e7cf367b8414899fcc1a82fe5af62213db07";
        Scheme plain = new Scheme("X-Signature", "sha512", null, "sha512=", null, "X-Id");
        Scheme timed = new Scheme("X-Signature", null, "base64", null, "X-Time", null);

        assertThat(generic(plain, 0, "x-signature", "sha512=" + sha512, "x-id", "7"))
                .isEqualTo(new Verdict.Genuine("7", null));
        assertThat(generic(plain, 0, "x-signature", sha512)).isInstanceOf(Verdict.Wrong.class);
        String base64 = "OmMa7Q+SL57B9QiXFncUei35+uUdSez5B7rkphFHijU=";
        assertThat(generic(timed, 1_700_000_000, "x-signature", base64, "x-time", "1700000000"))
                .isInstanceOf(Verdict.Genuine.class);
        assertThat(generic(timed, 1_700_000_301, "x-signature", base64, "x-time", "1700000000"))
                .isInstanceOf(Verdict.Wrong.class);
        assertThat(generic(timed, 1_700_000_000, "x-signature", base64))
                .isInstanceOf(Verdict.Wrong.class);
    }

    private static Verdict generic(Scheme scheme, long now, String... headers) {
        return verifying("generic", scheme, "0123456789abcdef0123")
                .verdict(request(now, "hello", headers));
    }

    @Test
    void aHeaderThatIsThereTwiceIsWorthNothing() {
        String signature =
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        HookRequest once = request(0, "Hello, World!", "x-hub-signature-256", signature);
        HookRequest twice =
                new HookRequest(
                        once.arrival(),
                        once.client(),
                        Map.of("x-hub-signature-256", List.of("sha256=00", signature)),
                        once.body());
        Verifying verifying = verifying("github", null, "It's a Secret to Everybody");

        assertThat(verifying.verdict(once)).isInstanceOf(Verdict.Genuine.class);
        assertThat(verifying.verdict(twice)).isInstanceOf(Verdict.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({
        "standard, whsec_AAAA",
        "standard, plJ3nmyCDGBKInavdOK15jslplJ3nmyC",
        "standard, whsec_????????????????????????",
        "github, short",
        "slack, ''"
    })
    void aSecretThatIsNoneIsRefusedWithoutBeingRepeated(String preset, String secret) {
        assertThatThrownBy(() -> SecretText.key(Preset.parse(preset).orElseThrow(), secret))
                .hasMessageContaining("secret must be")
                .hasMessageNotContaining(secret.isEmpty() ? "''" : secret);
    }

    @Test
    void aRandomSecretIsOneThatIsTaken() {
        for (Preset preset : Preset.values()) {
            assertThat(SecretText.key(preset, SecretText.random(preset)).length)
                    .isGreaterThanOrEqualTo(32);
        }
        assertThat(SecretText.randomId()).matches("[A-Za-z0-9_-]{43}");
    }

    private static Verifying verifying(String preset, @Nullable Scheme scheme, String secret) {
        var terms = new WebhookTrigger(preset, scheme, null, null, null, null);
        byte[] other = "another secret, the new one".getBytes(US_ASCII);
        return new Verifying(terms, List.of(other, SecretText.key(terms.known(), secret)));
    }

    private static HookRequest request(long now, String body, String... headers) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            byName.put(headers[i], List.of(headers[i + 1]));
        }
        return new HookRequest(
                Instant.ofEpochSecond(now),
                new ClientAddress(InetAddress.getLoopbackAddress()),
                byName,
                body.getBytes(UTF_8));
    }
}
