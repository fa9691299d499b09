package dev.meterlark.network;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The addresses of this machine, looked at again after a while: interfaces come and go. */
public final class OwnAddresses implements Supplier<Set<InetAddress>> {

    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private record Look(Set<InetAddress> addresses, long nanos) {}

    private volatile Look last = look();

    @Override
    public Set<InetAddress> get() {
        Look known = last;
        if (System.nanoTime() - known.nanos > FRESH_NANOS) {
            known = look();
            last = known;
        }
        return known.addresses;
    }

    private static Look look() {
        try {
            Set<InetAddress> all =
                    NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .collect(Collectors.toSet());
            return new Look(all, System.nanoTime());
        } catch (SocketException e) {
            throw new IllegalStateException("the machine does not say its addresses", e);
        }
    }
}
