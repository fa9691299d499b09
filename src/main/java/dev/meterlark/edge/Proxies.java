package dev.meterlark.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.util.List;

/** Which peers are believed when they say for whom they speak. */
@Component
public class Proxies {

    private final List<IpAddressMatcher> trusted;

    Proxies(EdgeProperties properties) {
        this.trusted = properties.trustedProxies().stream().map(IpAddressMatcher::new).toList();
    }

    public boolean none() {
        return trusted.isEmpty();
    }

    public boolean trusts(String address) {
        return trusted.stream().anyMatch(m -> m.matches(address));
    }

    /**
     * From the right, the first address that no trusted proxy wrote for another.
     *
     * @param forwardedFor all values of X-Forwarded-For, joined by commas; null when there is none
     */
    public String client(String peer, @Nullable String forwardedFor) {
        String client = peer;
        String[] hops = forwardedFor == null ? new String[0] : forwardedFor.split(",");
        for (int i = hops.length - 1; i >= 0 && trusts(client); i--) {
            String hop = hops[i].strip();
            if (!isLiteral(hop)) {
                break;
            }
            client = hop;
        }
        return client;
    }

    private static boolean isLiteral(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
