package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.util.Map;

/** Why a signature is not taken, with the word that AWS's clients know for it. */
final class SignatureRefusals {

    /** The member of the refusal that holds AWS's word. */
    static final String AWS_TYPE = "awsErrorType";

    private SignatureRefusals() {}

    /** It lacks something, or is not in AWS's form. */
    static RefusedException incomplete(String text) {
        return refused("IncompleteSignatureException", text);
    }

    /** It is complete, but does not hold. */
    static RefusedException invalid(String text) {
        return refused("InvalidSignatureException", text);
    }

    /** The same whether there is no such key, or it is revoked, expired or of a closed account. */
    static RefusedException unknownKey() {
        return refused(
                "UnrecognizedClientException",
                "The access key is unknown, revoked or expired, or its account is not open.");
    }

    private static RefusedException refused(String type, String text) {
        return new RefusedException(ErrorCode.UNAUTHENTICATED, text, Map.of(AWS_TYPE, type));
    }
}
