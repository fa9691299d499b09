package dev.meterlark.trigger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Vault;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Base64;
import java.util.List;

/**
 * Seals a password for one owner, a trigger or a connection, and for the brokers that it is sent
 * to: whoever may point it to other brokers must know the password to have it sent there.
 */
@Component
class Passwords {

    private final Vault vault;

    Passwords(Vault vault) {
        this.vault = vault;
    }

    /**
     * @param owner account and trigger, or account and connection
     * @param earlier what was sealed before, to be kept when no password is given
     * @return null where there is none to keep
     * @throws TroubleException when one is missing, or the one before was sealed for other brokers
     */
    @Nullable String sealed(
            String owner, List<Broker> brokers, Security security, @Nullable String earlier) {
        Sasl sasl = security.sasl();
        if (sasl == null) {
            return null;
        }
        String password = sasl.password();
        if (password != null) {
            byte[] sealed = vault.seal(password.getBytes(UTF_8), context(owner, brokers, security));
            return Base64.getEncoder().encodeToString(sealed);
        }
        if (earlier == null) {
            throw new TroubleException("security.sasl.password is missing");
        }
        open(owner, brokers, security, earlier);
        return earlier;
    }

    /** Null where there is none. */
    @Nullable String open(
            String owner, List<Broker> brokers, Security security, @Nullable String sealed) {
        if (security.sasl() == null) {
            return null;
        }
        if (sealed == null) {
            throw new TroubleException("security.sasl.password is missing");
        }
        try {
            byte[] opened =
                    vault.open(
                            Base64.getDecoder().decode(sealed), context(owner, brokers, security));
            return new String(opened, UTF_8);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new TroubleException(
                    "security.sasl.password has to be given again when brokers, user, mechanism or"
                            + " TLS change",
                    e);
        }
    }

    private static String context(String owner, List<Broker> brokers, Security security) {
        return "kafka/%s/%s %s %s %s"
                .formatted(
                        owner,
                        brokers,
                        security.protocol(),
                        security.sasl(),
                        security.caCertificate());
    }
}
