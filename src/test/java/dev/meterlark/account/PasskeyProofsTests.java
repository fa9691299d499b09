package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.edge.Site;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What good answers do, a browser shows in {@code SignInJourneyTests}. */
class PasskeyProofsTests {

    private static final Site SITE = new Site("https://console.example", "console.example");

    private final PasskeyProofs proofs = new PasskeyProofs();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"id\":1}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\"}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
                "{\"id\":\"!\",\"rawId\":\"!\",\"response\":{\"clientDataJSON\":\"!\"}}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":"
                    + "\"e30\",\"attestationObject\":\"oA\",\"authenticatorData\":\"AA\","
                    + "\"signature\":\"AA\"},\"clientExtensionResults\":{}}"
            })
    void whatIsNoAnswerProvesNothing(String response) {
        assertThat(proofs.made(response, SITE, new byte[32])).isEmpty();
        assertThat(proofs.said(response)).isNotNull();
    }
}
