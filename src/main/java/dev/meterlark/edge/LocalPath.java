package dev.meterlark.edge;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** Where to go after the sign-in: a page of ours, never an address that a stranger's link named. */
public final class LocalPath {

    /** No second slash or backslash: browsers read {@code //host} and {@code /\host} as a host. */
    private static final Pattern OURS =
            Pattern.compile("/(?:[A-Za-z0-9_.~%?=&+-][A-Za-z0-9_.~%?=&+/-]*)?");

    private LocalPath() {}

    public static String orHome(@Nullable String path) {
        return path != null && path.length() <= 1_024 && OURS.matcher(path).matches() ? path : "/";
    }
}
