package dev.meterlark.console;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Scheme, host and port that the browser used; the host passed the allow-list already. */
public final class Address {

    private Address() {}

    public static String of(HttpServletRequest request) {
        return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
    }
}
