package dev.meterlark.edge;

import java.time.Instant;

/**
 * @param url opens what it names to whoever has it: a secret
 * @param expiresAt when it does so no longer
 */
public record SignedAddress(String url, Instant expiresAt) {

    @Override
    public String toString() {
        return "SignedAddress[until " + expiresAt + "]";
    }
}
