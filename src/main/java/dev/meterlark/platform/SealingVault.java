package dev.meterlark.platform;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * AES-256-GCM; the first byte says under which form it was sealed, so that there can be another.
 */
final class SealingVault implements Vault {

    private static final byte FORM = 1;

    private final Aead aead;

    @AccessesPartialKey
    SealingVault(MasterKey key) throws GeneralSecurityException {
        AesGcmParameters parameters =
                AesGcmParameters.builder()
                        .setKeySizeBytes(32)
                        .setIvSizeBytes(12)
                        .setTagSizeBytes(16)
                        .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                        .build();
        this.aead =
                AesGcmJce.create(
                        AesGcmKey.builder()
                                .setParameters(parameters)
                                .setKeyBytes(
                                        SecretBytes.copyFrom(
                                                key.bytes(), InsecureSecretKeyAccess.get()))
                                .build());
    }

    @Override
    public byte[] seal(byte[] secret, String context) {
        try {
            byte[] cipher = aead.encrypt(secret, associated(context));
            byte[] sealed = new byte[cipher.length + 1];
            sealed[0] = FORM;
            System.arraycopy(cipher, 0, sealed, 1, cipher.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal for " + context, e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length == 0 || sealed[0] != FORM) {
            throw new IllegalStateException("not sealed by this vault, for " + context);
        }
        byte[] cipher = new byte[sealed.length - 1];
        System.arraycopy(sealed, 1, cipher, 0, cipher.length);
        try {
            return aead.decrypt(cipher, associated(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "sealed under another key or for another context than %s, or changed"
                            .formatted(context),
                    e);
        }
    }

    private static byte[] associated(String context) {
        return context.getBytes(StandardCharsets.UTF_8);
    }
}
