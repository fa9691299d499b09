package dev.meterlark.platform;

/** Seals secrets under the installation's master key (AES-256-GCM). */
public interface Vault {

    /**
     * @param context what the secret is for; opening it for anything else fails
     */
    byte[] seal(byte[] secret, String context);

    /**
     * @throws IllegalStateException when it was sealed under another key or for another context, or
     *     was changed
     */
    byte[] open(byte[] sealed, String context);
}
