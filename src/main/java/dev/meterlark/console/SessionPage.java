package dev.meterlark.console;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Permission;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;

/** For a page that was open for a while: whether its person is still signed in. */
@Room
class SessionPage {

    /** With the token for the page's forms, which a new session has another of. */
    @GetMapping("/session")
    @Access(Permission.ACCOUNT_READ)
    ResponseEntity<Token> session(CsrfToken token) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Token(token.getToken()));
    }

    record Token(String token) {}
}
