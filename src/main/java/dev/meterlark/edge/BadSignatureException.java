package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.util.Map;

/** A signature that is not taken, and what of it does not hold. */
public final class BadSignatureException extends RefusedException {

    /** The member of the refusal that holds the word of AWS's that most services have for it. */
    static final String AWS_TYPE = "awsErrorType";

    private static final String INVALID = "InvalidSignatureException";

    private final Flaw flaw;

    /** S3 has a word of its own for each. */
    public enum Flaw {
        /** It lacks something, or is not in AWS's form. */
        INCOMPLETE("IncompleteSignatureException"),
        /** For another service, or another day than its own. */
        OTHER_SCOPE(INVALID),
        UNKNOWN_KEY("UnrecognizedClientException"),
        SESSION_TOKEN(INVALID),
        /** The clocks differ, or it was kept too long. */
        SKEWED(INVALID),
        /** A pre-signed address after its time, or before it. */
        EXPIRED(INVALID),
        UNSIGNED_HEADER(INVALID),
        MISMATCH(INVALID),
        /** The body is not the one that was signed. */
        OTHER_BODY(INVALID);

        private final String awsType;

        Flaw(String awsType) {
            this.awsType = awsType;
        }
    }

    BadSignatureException(Flaw flaw, String text) {
        super(ErrorCode.UNAUTHENTICATED, text, Map.of(AWS_TYPE, flaw.awsType));
        this.flaw = flaw;
    }

    public Flaw flaw() {
        return flaw;
    }
}
