package dev.meterlark.network;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks web addresses that tenants name. A name is looked up once, and the connection goes to the
 * very address that was checked; no redirection is followed, and of the answer only its head is
 * read. All of it has one deadline, at which the connection is cut whatever it does. Blocks the
 * calling thread, which should be virtual.
 */
@Component
public final class GuardedHttp implements AutoCloseable {

    /** Of a name's addresses, in case the first does not answer. */
    private static final int MOST_ADDRESSES = 3;

    private final WebhookProperties properties;
    private final AddressPolicy policy;
    private final NameLookup names;
    private final SSLSocketFactory tls;
    private final List<Opening> openings;
    private final ScheduledThreadPoolExecutor cutting;

    @Autowired
    GuardedHttp(WebhookProperties properties) {
        this(properties, Names.ofTheMachine(), (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    GuardedHttp(WebhookProperties properties, Names names, SSLSocketFactory tls) {
        this.properties = properties;
        this.names = new NameLookup(names);
        this.tls = tls;
        this.policy = AddressPolicy.ofPlatform(properties.refusedNetworks(), new OwnAddresses());
        this.openings = properties.openings();
        this.cutting =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("webhook-deadlines").daemon(true).factory());
        this.cutting.setRemoveOnCancelPolicy(true);
    }

    /** What can be said against an address without looking up its name; null when nothing can. */
    public @Nullable String refusal(URI url) {
        try {
            WebAddress asked = WebAddress.of(url);
            InetAddress literal = asked.literal();
            return literal == null ? null : refusal(asked, literal);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /**
     * @param headers beside those of every request; their names and values are the platform's own
     */
    public Asked post(URI url, Map<String, String> headers, byte[] body) {
        try {
            WebAddress asked = WebAddress.of(url);
            return ask(asked, new HttpRequestBytes(asked, headers, body));
        } catch (IllegalArgumentException e) {
            return new Asked.Refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * What is at an address.
     *
     * @param most bytes that are read at most
     * @throws IOException with a reason for people, when it was not answered with status 200
     */
    public byte[] get(URI url, int most) throws IOException {
        WebAddress asked;
        try {
            asked = WebAddress.of(url);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        HttpRequestBytes request = new HttpRequestBytes(asked, most);
        return switch (ask(asked, request)) {
            case Asked.Answered(int status, _) when status == 200 -> request.answered();
            case Asked.Answered(int status, _) -> throw new IOException("it answered " + status);
            case Asked.Refused(String reason) -> throw new IOException(reason);
            case Asked.Failed(String reason) -> throw new IOException(reason);
        };
    }

    private Asked ask(WebAddress asked, HttpRequestBytes request) {
        Deadline deadline = Deadline.in(properties.timeout());
        try {
            List<InetAddress> reachable = new ArrayList<>();
            String refusal = "the name has no address";
            for (InetAddress each : addresses(asked, deadline)) {
                String against = refusal(asked, each);
                if (against == null) {
                    reachable.add(each);
                } else {
                    refusal = against;
                }
            }
            return reachable.isEmpty()
                    ? new Asked.Refused(refusal)
                    : ask(asked, reachable, request, deadline);
        } catch (SocketTimeoutException | TimeoutException e) {
            return new Asked.Failed(tooLong());
        } catch (IOException e) {
            return new Asked.Failed(deadline.isOver() ? tooLong() : Reasons.of(e));
        }
    }

    private Asked ask(
            WebAddress asked,
            List<InetAddress> reachable,
            HttpRequestBytes request,
            Deadline deadline)
            throws IOException {
        IOException last = new IOException("nothing was tried");
        for (InetAddress address :
                reachable.subList(0, Math.min(MOST_ADDRESSES, reachable.size()))) {
            try (Socket socket = new Socket()) {
                Future<?> cut =
                        cutting.schedule(() -> cut(socket), deadline.left(), TimeUnit.NANOSECONDS);
                try {
                    socket.setTcpNoDelay(true);
                    socket.connect(
                            new InetSocketAddress(address, asked.port()), connectMillis(deadline));
                    return exchange(asked, socket, request);
                } finally {
                    cut.cancel(false);
                }
            } catch (HttpAnswerHead.NotHttpException e) {
                return new Asked.Failed(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                if (deadline.isOver() || request.isBegun()) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private Asked exchange(WebAddress asked, Socket socket, HttpRequestBytes request)
            throws IOException {
        if (!asked.tls()) {
            return request.exchange(socket);
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, asked.host(), asked.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return request.exchange(secured);
    }

    private List<InetAddress> addresses(WebAddress asked, Deadline deadline)
            throws IOException, TimeoutException {
        InetAddress literal = asked.literal();
        if (literal != null) {
            return List.of(literal);
        }
        try {
            return names.find(asked.host()).get(deadline.left(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            boolean busy = e.getCause() instanceof RejectedExecutionException;
            boolean unknown = e.getCause() instanceof UnknownHostException;
            throw new IOException(
                    busy
                            ? "too many names are being looked up"
                            : unknown
                                    ? "the host name is not known"
                                    : "the host name could not be looked up",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private @Nullable String refusal(WebAddress asked, InetAddress address) {
        String against = policy.refusal(address, asked.port(), openings);
        if (against != null) {
            return "%s leads to %s".formatted(asked.host(), against);
        }
        boolean opened = openings.stream().anyMatch(each -> each.covers(address, asked.port()));
        if (opened) {
            return null;
        }
        if (!asked.tls() && !properties.plainHttp()) {
            return "it must begin with https://";
        }
        return properties.publicPorts().stream().anyMatch(each -> each.contains(asked.port()))
                ? null
                : "its port must be one of %s, was: %d".formatted(properties.ports(), asked.port());
    }

    private int connectMillis(Deadline deadline) {
        Duration left = Duration.ofNanos(deadline.left());
        Duration patience =
                left.compareTo(properties.connectTimeout()) < 0
                        ? left
                        : properties.connectTimeout();
        return Math.max(1, Math.toIntExact(patience.toMillis()));
    }

    private String tooLong() {
        return "it did not answer within %d ms".formatted(properties.timeout().toMillis());
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket could not be closed", e);
        }
    }

    @Override
    public void close() {
        cutting.shutdownNow();
        names.close();
    }
}
