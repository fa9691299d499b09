package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.nio.file.Path;
import java.util.Base64;

/**
 * The master key; without either, a file {@code master.key} in the data folder, made at the first
 * start.
 *
 * @param keyFile 32 bytes in base64, in a file that only its owner may read
 * @param key the same 32 bytes in base64, for what hands secrets over in the environment
 */
@ConfigurationProperties("meterlark.vault")
record VaultProperties(@Nullable Path keyFile, @Nullable String key) {

    VaultProperties {
        if (keyFile != null && key != null) {
            throw new IllegalArgumentException(
                    "meterlark.vault.key-file (%s) and meterlark.vault.key must not both be set"
                            .formatted(keyFile));
        }
        if (key != null) {
            bytes(key, "meterlark.vault.key");
        }
    }

    /** The value itself is a secret and stays out of the message. */
    static byte[] bytes(String base64, String origin) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + " must be base64, and is not", e);
        }
        if (bytes.length != 32) {
            throw new IllegalArgumentException(
                    "%s must be 32 bytes in base64, was %d bytes".formatted(origin, bytes.length));
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "VaultProperties[keyFile=%s, key=%s]"
                .formatted(keyFile, key == null ? "none" : "set");
    }
}
