package dev.meterlark.edge;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens against forged forms that cost no memory: a keyed hash of the session, so that nobody who
 * can only set a cookie (a page on another port of the same host) can make one. Before the sign-in
 * it is a hash of a random cookie, so that a stranger's visit makes no session.
 */
@Component
class FormTokens implements CsrfTokenRepository {

    private static final String VISITOR = FormTokens.class.getName() + ".visitor";

    private final SecretKeySpec key = new SecretKeySpec(random(), "HmacSHA256");
    private final String cookieName;
    private final boolean secure;

    FormTokens(EdgeProperties properties) {
        this.secure = properties.securedCookies();
        this.cookieName = secure ? ConsoleCookies.SECURED_VISITOR : ConsoleCookies.VISITOR;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        String visitor = text(random());
        request.setAttribute(VISITOR, visitor);
        return token("visitor:" + visitor);
    }

    @Override
    public void saveToken(
            @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        String visitor = (String) request.getAttribute(VISITOR);
        if (token == null || visitor == null) {
            return;
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(cookieName, visitor)
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .build()
                        .toString());
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            return token("session:" + Sessions.lasting(session));
        }
        Cookie visitor = WebUtils.getCookie(request, cookieName);
        return visitor == null ? null : token("visitor:" + visitor.getValue());
    }

    private CsrfToken token(String holder) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            String value = text(mac.doFinal(holder.getBytes(StandardCharsets.UTF_8)));
            return new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
