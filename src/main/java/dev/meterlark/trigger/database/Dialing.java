package dev.meterlark.trigger.database;

import dev.meterlark.account.EgressOpenings;
import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.NameLookup;
import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.network.OwnAddresses;
import dev.meterlark.network.Reach;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Where a tenant's database is: a name is looked up once, and whoever connects does so to the very
 * address that was checked. What may be reached is what the account's functions may, and what the
 * operator opened to triggers.
 */
@Component
class Dialing implements AutoCloseable {

    private final ConnectorProperties properties;
    private final Reach reach;
    private final AddressPolicy policy;
    private final NameLookup names;
    private final Granted openings;

    /** What the operator opened to an account. */
    interface Granted {

        List<Opening> of(AccountId account);
    }

    @Autowired
    Dialing(ConnectorProperties properties, EgressOpenings openings) {
        this(
                properties,
                account ->
                        openings.of(account).stream()
                                .map(each -> Opening.parse(each, AddressPolicy.NEVER))
                                .toList(),
                Names.ofTheMachine());
    }

    Dialing(ConnectorProperties properties, Granted openings, Names names) {
        this.properties = properties;
        this.openings = openings;
        this.names = new NameLookup(names);
        this.reach = properties.reach();
        this.policy = AddressPolicy.ofPlatform(reach.refused(), new OwnAddresses());
    }

    /**
     * An address that was checked.
     *
     * @param host as the tenant wrote it, to compare a certificate with
     */
    record Place(AccountId account, String host, InetAddress address, int port) {

        /** Never looked up by whoever reads it. */
        String literal() {
            String text = address.getHostAddress();
            int scope = text.indexOf('%');
            String plain = scope < 0 ? text : text.substring(0, scope);
            return plain.indexOf(':') < 0 ? plain : "[" + plain + "]";
        }
    }

    /**
     * @throws TroubleException when there is no such name, or nothing there that may be reached
     */
    Place find(AccountId account, String host, int port) throws InterruptedException {
        List<Opening> opened = opened(account);
        String refusal = "the name has no address";
        for (InetAddress each : addresses(host)) {
            String against = policy.refusal(each, port, opened);
            if (against == null) {
                return new Place(account, host, each, port);
            }
            refusal = against;
        }
        throw new TroubleException(
                "%s:%d leads to %s, which the operator has not opened to this account"
                        .formatted(host, port, refusal));
    }

    /** Null while it may still be connected to: what was opened may have been withdrawn. */
    @Nullable String refusal(Place place) {
        String against = policy.refusal(place.address(), place.port(), opened(place.account()));
        return against == null
                ? null
                : "%s:%d leads to %s, which the operator does not open to this account any more"
                        .formatted(place.host(), place.port(), against);
    }

    /** To the address that was checked, and to no other. */
    Socket connect(Place place) throws IOException {
        String against = refusal(place);
        if (against != null) {
            throw new IOException(against);
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(
                    new InetSocketAddress(place.address(), place.port()),
                    Math.toIntExact(properties.connectTimeout().toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private List<Opening> opened(AccountId account) {
        return Stream.concat(
                        reach.allowed().stream(),
                        Undisturbed.call(() -> openings.of(account)).stream())
                .toList();
    }

    private List<InetAddress> addresses(String host) throws InterruptedException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            // a name
        }
        try {
            String absolute = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            return names.find(absolute)
                    .get(properties.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            boolean unknown = e.getCause() instanceof UnknownHostException;
            throw new TroubleException(
                    unknown
                            ? "the host name %s is not known".formatted(host)
                            : "the host name %s could not be looked up".formatted(host),
                    e);
        } catch (TimeoutException e) {
            throw new TroubleException(
                    "the host name %s could not be looked up in time".formatted(host), e);
        }
    }

    @Override
    public void close() {
        names.close();
    }
}
