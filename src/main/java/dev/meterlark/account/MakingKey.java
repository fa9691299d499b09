package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.platform.Vault;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.PersonId;

import org.springframework.stereotype.Component;

import java.time.Instant;

/** Makes a key pair and keeps what is needed of it: a hash to compare, a sealed copy to sign. */
@Component
class MakingKey {

    private final ApiKeyRows keys;
    private final Vault vault;

    MakingKey(ApiKeyRows keys, Vault vault) {
        this.keys = keys;
        this.vault = vault;
    }

    NewApiKey make(AccountId account, PersonId person, ApiKeyTerms terms, Instant now) {
        ApiKeyToken token = ApiKeyToken.make();
        byte[] sealed = vault.seal(token.secret().getBytes(US_ASCII), context(token.id()));
        keys.save(new ApiKey(token, sealed, account, person, terms, now));
        return NewApiKey.of(token);
    }

    /** A sealed secret moved to another key's row cannot be opened there. */
    static String context(String keyId) {
        return "api-key:" + keyId;
    }
}
