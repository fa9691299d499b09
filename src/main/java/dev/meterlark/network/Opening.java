package dev.meterlark.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What the operator opens beyond public addresses. */
public record Opening(Cidr network, List<Ports> ports) {

    private static final int MOST_PORT = 65_535;

    public Opening {
        ports = List.copyOf(ports);
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
     * @param text a network and ports: {@code 10.1.2.0/24 5432,8000-8010}
     * @param never what it may not meet
     * @throws IllegalArgumentException when it is not that, with what is wrong
     */
    public static Opening parse(String text, List<Cidr> never) {
        String[] words = text.strip().split(" +");
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "a network and ports are needed, as in '10.1.2.0/24 5432'");
        }
        Cidr network = Cidr.parse(words[0]);
        for (Cidr each : never) {
            if (each.meets(network)) {
                throw new IllegalArgumentException(
                        "%s meets %s, which no account may reach".formatted(network, each));
            }
        }
        return new Opening(network, ports(words[1]));
    }

    /**
     * @param text {@code 5432,8000-8010}
     * @throws IllegalArgumentException when it is not that, with what is wrong
     */
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
