package dev.meterlark.worker.sandbox.egress;

import dev.meterlark.shared.AccountId;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What the operator allows an account beyond public addresses: its own database, say. */
public record Allowed(AccountId account, Cidr network, List<Ports> ports) {

    private static final int MOST_PORT = 65_535;

    public Allowed {
        ports = List.copyOf(ports);
        for (Cidr never : AddressPolicy.NEVER) {
            if (never.meets(network)) {
                throw new IllegalArgumentException(
                        "%s meets %s, which no account may reach".formatted(network, never));
            }
        }
    }

    /** Both ends count. */
    public record Ports(int first, int last) {

        public Ports {
            if (first < 1 || last > MOST_PORT || first > last) {
                throw new IllegalArgumentException(
                        "ports are 1 to %d, was: %d-%d".formatted(MOST_PORT, first, last));
            }
        }

        boolean contains(int port) {
            return port >= first && port <= last;
        }
    }

    boolean covers(InetAddress address, int port) {
        return network.contains(address) && ports.stream().anyMatch(each -> each.contains(port));
    }

    /**
     * @param text the account's id, a network, and ports: {@code 0190…-… 10.1.2.0/24
     *     5432,8000-8010}
     * @throws IllegalArgumentException when it is not that, with what is wrong
     */
    static Allowed parse(String text) {
        String[] words = text.strip().split(" +");
        if (words.length != 3) {
            throw new IllegalArgumentException(
                    "an account's id, a network and ports are needed, as in '<id> 10.1.2.0/24"
                            + " 5432'");
        }
        return new Allowed(AccountId.parse(words[0]), Cidr.parse(words[1]), ports(words[2]));
    }

    static List<Ports> ports(String text) {
        List<Ports> ports = new ArrayList<>();
        for (String range : text.split(",")) {
            String[] ends = range.split("-", 2);
            try {
                int first = Integer.parseInt(ends[0]);
                ports.add(new Ports(first, ends.length == 1 ? first : Integer.parseInt(ends[1])));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a port or range of ports: " + range, e);
            }
        }
        return ports;
    }
}
