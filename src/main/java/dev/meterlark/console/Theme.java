package dev.meterlark.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Set;

/**
 * Light or dark, from the cookie in which the browser keeps it, so that the first paint is right.
 */
public final class Theme {

    private static final Set<String> KNOWN = Set.of("light", "dark");

    private Theme() {}

    public static @Nullable String of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return null;
        }
        return Arrays.stream(cookies)
                .filter(c -> c.getName().equals("theme"))
                .map(Cookie::getValue)
                .filter(KNOWN::contains)
                .findFirst()
                .orElse(null);
    }
}
