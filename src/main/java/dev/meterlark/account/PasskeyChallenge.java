package dev.meterlark.account;

/**
 * What a page hands to the browser so that a passkey is made or shown.
 *
 * @param options of WebAuthn, as JSON, for {@code navigator.credentials}
 * @param ticket comes back with what the browser made of it
 */
public record PasskeyChallenge(String options, String ticket) {}
