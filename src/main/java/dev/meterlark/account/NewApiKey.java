package dev.meterlark.account;

/**
 * A key as it is shown once. {@code id} and {@code secret} sign AWS requests; {@code token} is the
 * bearer token of the same pair.
 */
public record NewApiKey(String id, String secret, String token) {

    static NewApiKey of(ApiKeyToken key) {
        return new NewApiKey(key.id(), key.secret(), key.token());
    }

    @Override
    public String toString() {
        return "NewApiKey[" + id + "]";
    }
}
