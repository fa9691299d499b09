package dev.meterlark.edge;

import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.ConfigurableServletWebServerFactory;
import org.springframework.boot.web.server.servlet.Session;
import org.springframework.stereotype.Component;

import java.util.Set;

/** TLS, the session's cookie, and the refusal to serve plain HTTP to a network by accident. */
@Component
class Listener implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {

    private final EdgeProperties properties;
    private final SessionProperties sessions;

    Listener(
            EdgeProperties properties,
            SessionProperties sessions,
            ServerProperties server,
            Transport transport) {
        this.properties = properties;
        this.sessions = sessions;
        transport.refusePlainHttpBeyondThisMachine("server.address", server.getAddress());
    }

    @Override
    public void customize(ConfigurableServletWebServerFactory factory) {
        if (properties.hasTls()) {
            Ssl ssl = new Ssl();
            ssl.setCertificate(String.valueOf(properties.tls().certificate()));
            ssl.setCertificatePrivateKey(String.valueOf(properties.tls().key()));
            factory.setSsl(ssl);
        }
        Session session = factory.getSettings().getSession();
        session.setTimeout(sessions.idle());
        session.setTrackingModes(Set.of(Session.SessionTrackingMode.COOKIE));
        Cookie cookie = session.getCookie();
        cookie.setName(
                properties.securedCookies()
                        ? ConsoleCookies.SECURED_SESSION
                        : ConsoleCookies.SESSION);
        cookie.setHttpOnly(true);
        cookie.setSecure(properties.securedCookies());
        cookie.setSameSite(Cookie.SameSite.LAX);
        cookie.setPath("/");
    }
}
