package dev.meterlark.network;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which addresses may be connected to in a tenant's name. Looks at the address that a connection is
 * made to, so it is all the same by what name, redirect or spelling the tenant came to it.
 */
public final class AddressPolicy {

    /** This machine. */
    public static final List<Cidr> LOOPBACK = networks("127.0.0.0/8");

    /** Metadata, IPv4 in the clothes of IPv6, and no single machine: nobody opens these. */
    public static final List<Cidr> NOWHERE =
            networks(
                    "0.0.0.0/8 169.254.0.0/16 224.0.0.0/4 240.0.0.0/4"
                            + " ::/96 fe80::/10 fec0::/10 ff00::/8 64:ff9b::/96 64:ff9b:1::/48"
                            + " 2001::/32 2002::/16 fd00:ec2::254/128");

    /** Not even the operator opens these to a sandbox, which has a loopback of its own. */
    public static final List<Cidr> NEVER =
            Stream.concat(LOOPBACK.stream(), NOWHERE.stream()).toList();

    /** Private and special networks. */
    public static final List<Cidr> PRIVATE =
            networks(
                    "10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.0.0.0/24 192.88.99.0/24"
                            + " 192.168.0.0/16 198.18.0.0/15 fc00::/7 100::/64");

    /** All of IPv6 that is given out to be reached from anywhere. */
    private static final Cidr GLOBAL = Cidr.parse("2000::/3");

    private final List<Cidr> never;
    private final List<Cidr> refused;
    private final Supplier<Set<InetAddress>> own;

    private AddressPolicy(List<Cidr> never, List<Cidr> refused, Supplier<Set<InetAddress>> own) {
        this.never = List.copyOf(never);
        this.refused = List.copyOf(refused);
        this.own = own;
    }

    /**
     * @param refused further networks
     * @param own the addresses of this machine
     */
    public static AddressPolicy ofSandbox(List<Cidr> refused, Supplier<Set<InetAddress>> own) {
        return new AddressPolicy(NEVER, refused, own);
    }

    /** The same for requests of the platform itself: the operator may open its loopback. */
    public static AddressPolicy ofPlatform(List<Cidr> refused, Supplier<Set<InetAddress>> own) {
        return new AddressPolicy(NOWHERE, refused, own);
    }

    private static List<Cidr> networks(String texts) {
        return Stream.of(texts.split(" ")).map(Cidr::parse).toList();
    }

    /**
     * @param allowed what the operator opened
     * @return null when it may be connected to, else why not
     */
    public @Nullable String refusal(InetAddress address, int port, List<Opening> allowed) {
        if (in(never, address)) {
            return "an address that nobody may reach";
        }
        if (allowed.stream().anyMatch(each -> each.covers(address, port))) {
            return null;
        }
        if (in(PRIVATE, address) || in(LOOPBACK, address) || in(refused, address)) {
            return "a private network";
        }
        if (address instanceof Inet6Address && !GLOBAL.contains(address)) {
            return "no public address";
        }
        return own.get().contains(address) ? "an address of the platform" : null;
    }

    /** Whether a name may be answered with the address: some port of it can be reached. */
    public boolean mayBeNamed(InetAddress address, List<Opening> allowed) {
        if (in(never, address)) {
            return false;
        }
        return allowed.stream().anyMatch(each -> each.network().contains(address))
                || refusal(address, 1, List.of()) == null;
    }

    private static boolean in(List<Cidr> networks, InetAddress address) {
        return networks.stream().anyMatch(each -> each.contains(address));
    }
}
