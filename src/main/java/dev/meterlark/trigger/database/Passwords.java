package dev.meterlark.trigger.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Vault;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.TriggerId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Base64;

/**
 * Seals the password for one trigger and one place: whoever may point a trigger to another host
 * must know the password to have it sent there.
 */
@Component
class Passwords {

    private final Vault vault;

    Passwords(Vault vault) {
        this.vault = vault;
    }

    /**
     * The configuration with its password sealed, and with nothing else of it.
     *
     * @throws TroubleException when there is none, or it was sealed for another place
     */
    DatabaseTrigger sealed(AccountId account, TriggerId trigger, DatabaseTrigger wanted) {
        String password = wanted.password();
        if (password != null) {
            byte[] sealed = vault.seal(password.getBytes(UTF_8), context(account, trigger, wanted));
            return wanted.sealed(Base64.getEncoder().encodeToString(sealed));
        }
        if (wanted.sealedPassword() == null) {
            throw new TroubleException("password is missing");
        }
        open(account, trigger, wanted);
        return wanted;
    }

    String open(AccountId account, TriggerId trigger, DatabaseTrigger asked) {
        @Nullable String sealed = asked.sealedPassword();
        if (sealed == null) {
            throw new TroubleException("password is missing");
        }
        try {
            return new String(
                    vault.open(
                            Base64.getDecoder().decode(sealed), context(account, trigger, asked)),
                    UTF_8);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new TroubleException(
                    "password has to be given again when engine, host, port, user or tls change",
                    e);
        }
    }

    private static String context(AccountId account, TriggerId trigger, DatabaseTrigger asked) {
        return "trigger/%s/%s/%s %s %d %s %s"
                .formatted(
                        account,
                        trigger,
                        asked.engine(),
                        asked.place(),
                        asked.number(),
                        asked.login(),
                        asked.privacy());
    }
}
