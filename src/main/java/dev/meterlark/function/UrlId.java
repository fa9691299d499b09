package dev.meterlark.function;

import java.security.SecureRandom;

/**
 * A function's name in host names: 32 small letters and digits that nobody guesses, as AWS's
 * function URLs have them.
 */
record UrlId(String value) {

    private static final int LENGTH = 32;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    static UrlId random() {
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new UrlId(text.toString());
    }
}
