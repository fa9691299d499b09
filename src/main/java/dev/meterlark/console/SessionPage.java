package dev.meterlark.console;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;

/** For a page that was open for a while: whether its person is still signed in, and where. */
@Room
class SessionPage {

    /** With the token for the page's forms, which a new session has another of. */
    @GetMapping("/session")
    @Access(Permission.ACCOUNT_READ)
    ResponseEntity<Standing> session(Caller caller, CsrfToken token) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Standing(token.getToken(), caller.account().toString()));
    }

    /**
     * @param account that the session is in: the person may have gone to another one since
     */
    record Standing(String token, String account) {}
}
