package dev.meterlark.network;

import java.net.InetAddress;

/**
 * A network: an address and how many of its first bits count. An IPv4 address that is written as
 * IPv6 ({@code ::ffff:10.0.0.1}) is an IPv4 address here, as it is in Java.
 */
public record Cidr(InetAddress address, int bits) {

    public Cidr {
        int most = address.getAddress().length * 8;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "a network of %s has 0 to %d bits, was: %d"
                            .formatted(address.getHostAddress(), most, bits));
        }
    }

    /**
     * @param text {@code 10.0.0.0/8}, {@code fd00::/8}, or one address
     * @throws IllegalArgumentException when it is neither
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address =
                InetAddress.ofLiteral(
                        slash < 0 ? text : text.substring(0, slash)); // never looked up
        try {
            return new Cidr(
                    address,
                    slash < 0
                            ? address.getAddress().length * 8
                            : Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] others = other.getAddress();
        if (mine.length != others.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((mine[bit >> 3] ^ others[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    public boolean isWithin(Cidr other) {
        return bits >= other.bits && other.contains(address);
    }

    /** Whether they share an address. */
    public boolean meets(Cidr other) {
        return bits <= other.bits ? contains(other.address) : other.contains(address);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
