package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which passwords are taken: 8 to 256 characters of any kind, no composition rules, but none that a
 * guesser tries first (NIST SP 800-63B, ASVS 6.2).
 */
final class PasswordRules {

    static final int SHORTEST = 8;
    static final int LONGEST = 256;

    /** From this length on a familiar word inside does no harm. */
    private static final int PASSPHRASE = 15;

    private static final String SEQUENCES =
            "01234567890 09876543210 abcdefghijklmnopqrstuvwxyz zyxwvutsrqponmlkjihgfedcba"
                + " qwertyuiopasdfghjklzxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn7ujm 1q2w3e4r5t6y7u8i9o0p"
                + " q1w2e3r4t5y6u7i8o9p0 zaq12wsxcde34rfv qazwsxedcrfvtgbyhnujm";
    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    static String check(@Nullable String password, EmailAddress email, @Nullable String name) {
        if (password == null || password.isEmpty()) {
            throw refused("password is missing");
        }
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || password.length() > LONGEST) {
            throw refused(
                    "password must have from %d to %d characters (15 or more are recommended), had %d"
                            .formatted(SHORTEST, LONGEST, length));
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.equals(email.value())
                || lower.equals(localPart(email))
                || (name != null && lower.equals(name.toLowerCase(Locale.ROOT)))) {
            throw refused("password must not be your e-mail address or name");
        }
        if (guessedFirst(lower)) {
            throw refused(
                    "password is one of those that are guessed first; several unrelated words make"
                            + " a good one");
        }
        return password;
    }

    private static boolean guessedFirst(String lower) {
        if (lower.chars().distinct().count() <= 2 || SEQUENCES.contains(lower)) {
            return true;
        }
        if (COMMON.contains(lower) || repeats(lower)) {
            return true;
        }
        return lower.length() < PASSPHRASE && COMMON.contains(bare(lower));
    }

    /** {@code abcabcabc}: one short piece again and again. */
    private static boolean repeats(String text) {
        for (int piece = 1; piece <= 4; piece++) {
            String first = text.substring(0, piece);
            if (first.repeat(text.length() / piece + 1).startsWith(text)) {
                return true;
            }
        }
        return false;
    }

    /** {@code P4ssw0rd2024!} is {@code password}: dressing that guessers take off first. */
    private static String bare(String lower) {
        return lower.replaceAll("^[^a-z@$]+|[^a-z@$]+$", "")
                .replace('@', 'a')
                .replace('4', 'a')
                .replace('3', 'e')
                .replace('1', 'i')
                .replace('0', 'o')
                .replace('$', 's')
                .replace('5', 's')
                .replace('7', 't')
                .replaceAll("[^a-z]+$", "");
    }

    private static String localPart(EmailAddress email) {
        return email.value().substring(0, email.value().lastIndexOf('@'));
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    private static Set<String> common() {
        try (InputStream list = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) {
                throw new IllegalStateException("common-passwords.txt is not on the class path");
            }
            return new String(list.readAllBytes(), UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
