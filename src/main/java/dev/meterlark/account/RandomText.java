package dev.meterlark.account;

import java.security.SecureRandom;

/** Secrets of letters and digits only, so that a double click takes them whole. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private RandomText() {}

    /** 5.95 bits a character. */
    static String base62(int length) {
        return of(BASE62, length);
    }

    /** 5 bits a character, in the form of AWS's key ids. */
    static String base32(int length) {
        return of(BASE32, length);
    }

    /** The number in base 62, filled up with zeros on the left. */
    static String base62(long number, int length) {
        char[] digits = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = BASE62.charAt((int) (rest % 62));
            rest /= 62;
        }
        return new String(digits);
    }

    private static String of(String letters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(RANDOM.nextInt(letters.length())));
        }
        return text.toString();
    }
}
