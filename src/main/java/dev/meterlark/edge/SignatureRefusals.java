package dev.meterlark.edge;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.RefusedException;

/** Why a signature is not taken, in words for people. */
final class SignatureRefusals {

    private SignatureRefusals() {}

    /** It lacks something, or is not in AWS's form. */
    static RefusedException incomplete(String text) {
        return new BadSignatureException(Flaw.INCOMPLETE, text);
    }

    /** It is complete, but does not hold. */
    static RefusedException invalid(Flaw flaw, String text) {
        return new BadSignatureException(flaw, text);
    }

    static RefusedException mismatch() {
        return invalid(
                Flaw.MISMATCH,
                "The request signature we calculated does not match the signature you provided."
                        + " Check the secret and how the request is signed.");
    }

    /** The same whether there is no such key, or it is revoked, expired or of a closed account. */
    static RefusedException unknownKey() {
        return invalid(
                Flaw.UNKNOWN_KEY,
                "The access key is unknown, revoked or expired, or its account is not open.");
    }
}
