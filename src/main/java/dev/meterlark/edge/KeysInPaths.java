package dev.meterlark.edge;

import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets the server pass on addresses with an encoded slash or backslash, which keys of objects may
 * have. For every other address the firewall refuses them.
 */
@Component
class KeysInPaths implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(KeysInPaths::allow);
    }

    static void allow(Connector connector) {
        String passOn = EncodedSolidusHandling.PASS_THROUGH.getValue();
        connector.setEncodedSolidusHandling(passOn);
        connector.setEncodedReverseSolidusHandling(passOn);
    }
}
