package dev.meterlark.edge;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where clients reach functions: for whoever shows addresses of what the ingress serves. */
@Component
public class FunctionAddresses {

    private final String scheme;
    private final String domain;
    private final String pathHost;
    private final boolean portless;
    private volatile int port;

    FunctionAddresses(
            Transport transport,
            @Value("${meterlark.ingress.domain:fn.localhost}") String domain,
            @Value("${meterlark.ingress.port:8090}") int port) {
        this.scheme = transport.secured() ? "https://" : "http://";
        this.domain = domain;
        this.pathHost = domain.equals("fn.localhost") ? "localhost" : domain;
        this.portless = transport.behindProxy();
        this.port = port;
    }

    /** Tells the port that was bound, where any would do. */
    public void bound(int actual) {
        port = actual;
    }

    /** Under a host name of the function's own. */
    public String byHost(String urlId) {
        return scheme + urlId + '.' + domain + port() + '/';
    }

    /** For tools that do not resolve names below {@code localhost}; all functions share a host. */
    public String byPath(String slug, String function) {
        return scheme + pathHost + port() + '/' + slug + '/' + function + '/';
    }

    /** The one that more clients can reach: on this machine, few resolve names of functions. */
    public String of(String urlId, String slug, String function) {
        return pathHost.equals(domain) ? byHost(urlId) : byPath(slug, function);
    }

    /** At which somebody else tells of something; in the form that more clients can reach. */
    public String ofHook(String id) {
        return pathHost.equals(domain)
                ? scheme + "hooks." + domain + port() + '/' + id
                : base() + "-/hooks/" + id;
    }

    /** Of all functions together: what the paths begin with. */
    public String base() {
        return scheme + pathHost + port() + '/';
    }

    private String port() {
        return portless ? "" : ":" + port;
    }
}
