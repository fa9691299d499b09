package dev.meterlark.shared;

import java.util.regex.Pattern;

/** The SHA-256 of a code package, 64 lower-case hexadecimal digits: its name in every store. */
public record CodeDigest(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public CodeDigest {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + hex);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
