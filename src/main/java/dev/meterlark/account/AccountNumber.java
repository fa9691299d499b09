package dev.meterlark.account;

import java.security.SecureRandom;

/** Makes the 12-digit numbers: random, and without a leading zero that a spreadsheet would eat. */
final class AccountNumber {

    private static final SecureRandom RANDOM = new SecureRandom();

    private AccountNumber() {}

    static String random() {
        return Long.toString(RANDOM.nextLong(100_000_000_000L, 1_000_000_000_000L));
    }
}
