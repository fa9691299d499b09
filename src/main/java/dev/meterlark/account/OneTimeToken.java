package dev.meterlark.account;

import java.util.regex.Pattern;

/** The secret of a one-time link: 190 random bits, stored as a hash. */
record OneTimeToken(String text) {

    private static final Pattern FORM = Pattern.compile("ml[irsol]_[0-9A-Za-z]{32}");

    /** What the token is for, readable in the token itself. */
    enum Kind {
        INVITATION('i'),
        PASSWORD_RESET('r'),
        SIGN_UP('s'),
        OPERATOR('o'),
        SIGN_IN('l');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    static OneTimeToken make(Kind kind) {
        return new OneTimeToken("ml" + kind.letter + "_" + RandomText.base62(32));
    }

    /** Whether it is worth a look-up. */
    static boolean wellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    byte[] hash() {
        return Sha256.of(text);
    }
}
