package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import java.util.Optional;

/** The caller of the request being served; an authority is the name of a permission. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    private static final String ATTRIBUTE = Caller.class.getName();

    private final transient Caller caller;

    private CallerAuthentication(Caller caller) {
        super(
                caller.permissions().stream()
                        .map(Permission::name)
                        .map(SimpleGrantedAuthority::new)
                        .toList());
        this.caller = caller;
        setAuthenticated(true);
    }

    /** The attribute outlives the thread, for answers that go on after it. */
    static void establish(Caller caller, HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, caller);
        SecurityContextHolder.setContext(new SecurityContextImpl(new CallerAuthentication(caller)));
    }

    static Optional<Caller> of(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return caller.subject();
    }
}
