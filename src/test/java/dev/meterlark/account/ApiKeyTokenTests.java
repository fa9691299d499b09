package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiKeyTokenTests {

    private final ApiKeyToken key = ApiKeyToken.make();

    @Test
    void theTokenHoldsIdAndSecretOfOneAwsKeyPair() {
        assertThat(key.id()).matches("[A-Z0-9]{20}");
        assertThat(key.secret()).matches("[A-Za-z0-9]{40}");
        assertThat(key.token()).startsWith("mlk_" + key.id() + "_" + key.secret()).hasSize(71);
        assertThat(ApiKeyToken.parse(key.token())).contains(key);
    }

    @Test
    void oneWrongCharacterAnywhereIsSeenByTheChecksum() {
        String token = key.token();
        for (int i = 0; i < token.length(); i++) {
            char wrong = token.charAt(i) == 'A' ? 'B' : 'A';
            String broken = token.substring(0, i) + wrong + token.substring(i + 1);

            assertThat(ApiKeyToken.parse(broken)).as(broken).isEmpty();
        }
    }

    @Test
    void otherTextsAreNoTokens() {
        assertThat(ApiKeyToken.parse("")).isEmpty();
        assertThat(ApiKeyToken.parse("mlk_")).isEmpty();
        assertThat(ApiKeyToken.parse(key.token() + "\n")).isEmpty();
        assertThat(ApiKeyToken.parse("mlk_" + "A".repeat(100_000))).isEmpty();
    }

    @Test
    void secretsAreNotInTexts() {
        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(NewApiKey.of(key).toString()).doesNotContain(key.secret());
    }
}
