package dev.meterlark.trigger.kafka;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.NameLookup;
import dev.meterlark.network.Opening;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What one client may connect to: each connection that it makes, to the brokers that a tenant named
 * and to those that the cluster names, is held against the rules with the very address that it goes
 * to. Used by the client's threads.
 */
final class Gate {

    private final AddressPolicy policy;
    private final NameLookup names;
    private final Duration patience;
    private final Supplier<List<Opening>> source;
    private final Set<InetSocketAddress> passed = ConcurrentHashMap.newKeySet();
    private volatile List<Opening> opened;
    private volatile @Nullable String refusal;

    Gate(
            AddressPolicy policy,
            NameLookup names,
            Duration patience,
            Supplier<List<Opening>> source) {
        this.policy = policy;
        this.names = names;
        this.patience = patience;
        this.source = source;
        this.opened = source.get();
    }

    /**
     * @throws IOException when it may not be connected to
     */
    void pass(InetSocketAddress address) throws IOException {
        String against = against(address);
        if (against != null) {
            refusal = against;
            throw new IOException(against);
        }
        passed.add(address);
    }

    /** A name is looked up by this machine's rules, in bounded time. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return new InetAddress[] {InetAddress.ofLiteral(host)};
        } catch (IllegalArgumentException _) {
            // a name
        }
        try {
            String absolute = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            List<InetAddress> found =
                    names.find(absolute).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            InetAddress[] named = new InetAddress[found.size()];
            for (int at = 0; at < named.length; at++) { // a certificate is held against the name
                named[at] = InetAddress.getByAddress(absolute, found.get(at).getAddress());
            }
            return named;
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host);
        }
    }

    private UnknownHostException unknown(String host) {
        String text = "the host name %s could not be looked up".formatted(Texts.shown(host));
        refusal = text;
        return new UnknownHostException(text);
    }

    /**
     * Why something could not be connected to lately; null when nothing was refused since asked.
     */
    @Nullable String takeRefusal() {
        String last = refusal;
        refusal = null;
        return last;
    }

    /** Asks again what is opened; what was connected to and is not any more, is said. */
    @Nullable String lookAgain() {
        opened = source.get();
        for (InetSocketAddress each : passed) {
            String against = against(each);
            if (against != null) {
                return against;
            }
        }
        return null;
    }

    private @Nullable String against(InetSocketAddress address) {
        String against = policy.refusal(address.getAddress(), address.getPort(), opened);
        return against == null
                ? null
                : "%s:%d leads to %s, which the operator has not opened to this account"
                        .formatted(address.getHostString(), address.getPort(), against);
    }
}
