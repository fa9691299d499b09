package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the callers behind requests that no servlet serves. Whoever fails is slowed down by
 * address, as at the API's own door.
 */
@Component
public class Callers {

    private final Credentials credentials;
    private final ApiRates rates;
    private final InstantSource clock;

    Callers(Credentials credentials, ApiRates rates, InstantSource clock) {
        this.credentials = credentials;
        this.rates = rates;
        this.clock = clock;
    }

    /** Empty when a database must be asked, which {@link #byToken} does. Never blocks. */
    public Optional<Caller> byTokenAtOnce(String token) {
        return credentials.byTokenAtOnce(token);
    }

    /**
     * May block.
     *
     * @throws RefusedException when the token is worth nothing, or too many were from there
     */
    public Caller byToken(String token, ClientAddress from) {
        rates.requireLeft(from);
        return credentials
                .byToken(token)
                .orElseThrow(
                        () ->
                                failed(
                                        from,
                                        new RefusedException(
                                                ErrorCode.UNAUTHENTICATED,
                                                "The API key is unknown, revoked or expired, or its"
                                                        + " account is not open.")));
    }

    /**
     * The caller that has signed the request for a service of AWS's. Empty when it carries no
     * signature, or when a database must be asked, which {@link #bySignature} does. Never blocks,
     * but hashes the body.
     *
     * @throws RefusedException when the signature does not hold, or too many were from there
     */
    public Optional<Caller> bySignatureAtOnce(
            SignedRequest request, String service, ClientAddress from) {
        return bySignature(request, service, from, credentials::bySigningKeyAtOnce);
    }

    /**
     * The same, may block. Empty when the request carries no signature.
     *
     * @throws RefusedException also when there is no such key
     */
    public Optional<Caller> bySignature(SignedRequest request, String service, ClientAddress from) {
        return bySignature(
                request,
                service,
                from,
                keyId ->
                        Optional.of(
                                credentials
                                        .bySigningKey(keyId)
                                        .orElseThrow(SignatureRefusals::unknownKey)));
    }

    /**
     * Who has signed a request whose body is not here yet.
     *
     * @param saidOfBody as {@link SaidOfBody} reads it
     * @param chain of the signatures that a body in chunks goes on with; null when it cannot
     */
    record SignedHead(Caller caller, String saidOfBody, @Nullable ChunkSignatures chain) {}

    /**
     * Who has signed the head of a request by S3's rules. May block.
     *
     * @throws RefusedException when the signature does not hold, or too many were from there
     */
    SignedHead byHead(SignedRequest request, String service, ClientAddress from) {
        rates.requireLeft(from);
        try {
            return Signature.in(request)
                    .map(signature -> byHead(request, signature, service))
                    .orElseGet(() -> byOldSignature(request));
        } catch (RefusedException refusal) {
            throw failed(from, refusal);
        }
    }

    private SignedHead byHead(SignedRequest request, Signature signature, String service) {
        SigningCaller signer = signer(signature.keyId());
        signature.verifyHead(request, signer.secret(), service, clock.instant());
        return new SignedHead(
                signer.caller(),
                SaidOfBody.text(request, signature.validFor().isPresent()),
                new ChunkSignatures(signature, signer.secret()));
    }

    private SignedHead byOldSignature(SignedRequest request) {
        OldSignature signature = OldSignature.of(request);
        SigningCaller signer = signer(signature.keyId());
        signature.verify(request, signer.secret(), clock.instant());
        return new SignedHead(signer.caller(), SaidOfBody.NOTHING.text(), null);
    }

    /**
     * Looks whether there is the key that a request says to be signed with. May block.
     *
     * @throws RefusedException when there is none, or too many were from there
     */
    void requireSigningKey(SignedRequest request, ClientAddress from) {
        rates.requireLeft(from);
        try {
            signer(Signature.in(request).orElseThrow(SignatureRefusals::unknownKey).keyId());
        } catch (RefusedException refusal) {
            throw failed(from, refusal);
        }
    }

    private SigningCaller signer(String keyId) {
        return credentials.bySigningKey(keyId).orElseThrow(SignatureRefusals::unknownKey);
    }

    private Optional<Caller> bySignature(
            SignedRequest request,
            String service,
            ClientAddress from,
            Function<String, Optional<SigningCaller>> keys) {
        rates.requireLeft(from);
        try {
            Optional<Signature> signature = Signature.in(request);
            Optional<SigningCaller> signer = signature.flatMap(each -> keys.apply(each.keyId()));
            signer.ifPresent(
                    each ->
                            signature
                                    .orElseThrow()
                                    .verify(request, each.secret(), service, clock.instant()));
            return signer.map(SigningCaller::caller);
        } catch (RefusedException refusal) {
            throw failed(from, refusal);
        }
    }

    private RefusedException failed(ClientAddress from, RefusedException refusal) {
        rates.take(from);
        return refusal;
    }
}
