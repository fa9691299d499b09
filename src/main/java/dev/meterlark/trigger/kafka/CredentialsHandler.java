package dev.meterlark.trigger.kafka;

import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;

/**
 * Answers Kafka's client who we are. User and password come as values and are never part of a text
 * that somebody parses: the text that JAAS wants is the same for everybody.
 */
public final class CredentialsHandler implements AuthenticateCallbackHandler {

    private @Nullable Credentials credentials;

    @Override
    public void configure(
            Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {
        credentials = (Credentials) settings.get(Credentials.SETTING);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        Credentials known = Objects.requireNonNull(credentials, "no credentials");
        for (Callback each : callbacks) {
            switch (each) {
                case NameCallback name -> name.setName(known.user());
                case PasswordCallback password ->
                        password.setPassword(known.password().toCharArray());
                case ScramExtensionsCallback _, SaslExtensionsCallback _ -> {}
                default -> throw new UnsupportedCallbackException(each);
            }
        }
    }

    @Override
    public void close() {
        credentials = null;
    }
}
