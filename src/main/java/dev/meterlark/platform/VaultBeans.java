package dev.meterlark.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * Opens the vault, and refuses to start when the database was sealed under another key: otherwise
 * every secret would fail one by one, much later.
 */
@Configuration
class VaultBeans {

    private static final String CONTEXT = "installation";
    private static final byte[] EXPECTED = {'m', 'e', 't', 'e', 'r', 'l', 'a', 'r', 'k'};

    @Bean
    Vault vault(VaultProperties properties, DataFolder data, JdbcClient database)
            throws IOException, GeneralSecurityException {
        MasterKey key = key(properties, data);
        Vault vault = new SealingVault(key);
        checkFits(vault, key, database);
        return vault;
    }

    private static MasterKey key(VaultProperties properties, DataFolder data) throws IOException {
        if (properties.key() != null) {
            return MasterKey.given(properties.key());
        }
        return properties.keyFile() != null
                ? MasterKey.read(properties.keyFile())
                : MasterKey.readOrMake(data.path().resolve("master.key"));
    }

    private static void checkFits(Vault vault, MasterKey key, JdbcClient database) {
        database.sql("update vault_check set sealed = ? where id = 1 and sealed is null")
                .param(vault.seal(EXPECTED, CONTEXT))
                .update();
        List<byte[]> sealed =
                database.sql("select sealed from vault_check where id = 1")
                        .query(byte[].class)
                        .list();
        try {
            if (Arrays.equals(vault.open(sealed.getFirst(), CONTEXT), EXPECTED)) {
                return;
            }
        } catch (IllegalStateException e) {
            throw new IllegalStateException(refusal(key), e);
        }
        throw new IllegalStateException(refusal(key));
    }

    private static String refusal(MasterKey key) {
        return "the database was sealed under another master key than the one from %s: put that key back, or start with an empty database"
                .formatted(key.origin());
    }
}
