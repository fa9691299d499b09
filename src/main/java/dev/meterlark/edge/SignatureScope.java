package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.RefusedException;

/** Key, day, region and service that a signature was made for: AWS's "credential". */
record SignatureScope(String keyId, String date, String region, String service) {

    private static final String END = "aws4_request";

    /**
     * @throws RefusedException when it has not AWS's form
     */
    static SignatureScope parse(String credential) {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5 || !parts[4].equals(END) || anyEmpty(parts)) {
            throw SignatureRefusals.incomplete(
                    "Credential must be <key id>/<date>/<region>/<service>/aws4_request.");
        }
        return new SignatureScope(parts[0], parts[1], parts[2], parts[3]);
    }

    private static boolean anyEmpty(String[] parts) {
        for (String part : parts) {
            if (part.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Any region will do: there is one. */
    void requireService(String expected) {
        if (!service.equals(expected)) {
            throw SignatureRefusals.invalid(
                    Flaw.OTHER_SCOPE,
                    "Credential should be scoped to correct service: '%s'.".formatted(expected));
        }
    }

    String text() {
        return date + '/' + region + '/' + service + '/' + END;
    }

    byte[] signingKey(byte[] secret) {
        byte[] prefix = "AWS4".getBytes(US_ASCII);
        byte[] key = new byte[prefix.length + secret.length];
        System.arraycopy(prefix, 0, key, 0, prefix.length);
        System.arraycopy(secret, 0, key, prefix.length, secret.length);
        key = Signature.hmac(key, date);
        key = Signature.hmac(key, region);
        key = Signature.hmac(key, service);
        return Signature.hmac(key, END);
    }
}
