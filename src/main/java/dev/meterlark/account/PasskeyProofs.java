package dev.meterlark.account;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;

import dev.meterlark.edge.Site;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Verifies what browsers answer for passkeys. The only place that knows the library, which is
 * loaded with the first answer and not with the platform.
 */
@Component
class PasskeyProofs {

    /** EdDSA, ES256, RS256: what authenticators have, the best first. */
    static final List<Long> ALGORITHMS = List.of(-8L, -7L, -257L);

    private static final int LONGEST_RESPONSE = 64 * 1024;

    /**
     * A passkey as it was made.
     *
     * @param credential its id and public key, for {@link #shown}
     * @param transports how the browser reaches it, separated by blanks
     */
    record Made(byte[] credentialId, byte[] credential, long signCount, String transports) {}

    /**
     * A passkey as it was shown.
     *
     * @param userHandle whom the authenticator says it is of; empty when it does not say
     */
    record Said(byte[] credentialId, byte[] userHandle) {}

    /** Empty when it is not an answer to that challenge from that site. */
    Optional<Made> made(String response, Site site, byte[] challenge) {
        return response.length() > LONGEST_RESPONSE
                ? Optional.empty()
                : Library.made(response, site, challenge);
    }

    /** What the answer says of itself, of which nothing is verified yet. */
    Optional<Said> said(String response) {
        return response.length() > LONGEST_RESPONSE ? Optional.empty() : Library.said(response);
    }

    /**
     * @return the passkey's count of uses; empty when it did not answer that challenge on that
     *     site, or counts less than before, as a copy would
     */
    Optional<Long> shown(String response, Site site, byte[] challenge, Passkey passkey) {
        return Library.shown(response, site, challenge, passkey);
    }

    /**
     * Apart, because to verify the class around it would load the library with the platform. What
     * is no answer at all makes it throw whatever it stumbles over, Jackson's failures and null
     * pointers too: all of them mean that nothing was proven.
     */
    private static final class Library {

        static final ObjectConverter CONVERTER = new ObjectConverter();
        static final WebAuthnManager VERIFIER =
                WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
        static final AttestedCredentialDataConverter CREDENTIALS =
                new AttestedCredentialDataConverter(CONVERTER);
        static final List<PublicKeyCredentialParameters> WANTED =
                ALGORITHMS.stream()
                        .map(
                                algorithm ->
                                        new PublicKeyCredentialParameters(
                                                PublicKeyCredentialType.PUBLIC_KEY,
                                                COSEAlgorithmIdentifier.create(algorithm)))
                        .toList();

        static Optional<Made> made(String response, Site site, byte[] challenge) {
            try {
                RegistrationData data = VERIFIER.parseRegistrationResponseJSON(response);
                VERIFIER.verify(
                        data,
                        new RegistrationParameters(server(site, challenge), WANTED, true, true));
                return Optional.ofNullable(data.getAttestationObject())
                        .map(attestation -> attestation.getAuthenticatorData())
                        .map(made -> made(made, data.getTransports()));
            } catch (RuntimeException e) { // see above
                return Optional.empty();
            }
        }

        static Optional<Said> said(String response) {
            try {
                AuthenticationData data = VERIFIER.parseAuthenticationResponseJSON(response);
                byte[] handle = data.getUserHandle();
                return Optional.of(
                        new Said(data.getCredentialId(), handle == null ? new byte[0] : handle));
            } catch (RuntimeException e) { // see above
                return Optional.empty();
            }
        }

        static Optional<Long> shown(String response, Site site, byte[] challenge, Passkey passkey) {
            try {
                AuthenticationData data = VERIFIER.parseAuthenticationResponseJSON(response);
                VERIFIER.verify(
                        data,
                        new AuthenticationParameters(
                                server(site, challenge), record(passkey), null, true, true));
                return Optional.ofNullable(data.getAuthenticatorData())
                        .map(AuthenticatorData::getSignCount);
            } catch (RuntimeException e) { // see above
                return Optional.empty();
            }
        }

        private static Made made(
                AuthenticatorData<?> data, Set<AuthenticatorTransport> transports) {
            AttestedCredentialData credential = data.getAttestedCredentialData();
            if (credential == null) {
                throw new DataConversionException("no credential was made");
            }
            Set<String> ways = new TreeSet<>();
            if (transports != null) {
                transports.forEach(transport -> ways.add(transport.getValue()));
            }
            return new Made(
                    credential.getCredentialId(),
                    CREDENTIALS.convert(credential),
                    data.getSignCount(),
                    String.join(
                            " ", ways.stream().filter(way -> way.length() < 12).limit(8).toList()));
        }

        private static CredentialRecord record(Passkey passkey) {
            return new CredentialRecordImpl(
                    new NoneAttestationStatement(),
                    null,
                    null,
                    null,
                    passkey.signCount(),
                    CREDENTIALS.convert(passkey.credential()),
                    null,
                    null,
                    null,
                    null);
        }

        private static ServerProperty server(Site site, byte[] challenge) {
            return new ServerProperty(
                    Origin.create(site.origin()), site.host(), new DefaultChallenge(challenge));
        }
    }
}
