package dev.meterlark.worker.sandbox;

import dev.meterlark.network.Cidr;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Routes of a network namespace that has a loopback alone: every address is here, so that what is
 * sent anywhere arrives at a listener inside, or is refused at once with EACCES. Sent to the kernel
 * in one message; nothing needs to be installed for it.
 */
final class Routes {

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final short RTM_NEWROUTE = 24;
    private static final short REQUEST_ACK_CREATE = 1 | 4 | 0x400;
    private static final byte TABLE_MAIN = (byte) 254;
    private static final byte STATIC = 4;
    private static final byte SCOPE_HOST = (byte) 254;
    private static final byte SCOPE_UNIVERSE = 0;
    private static final byte LOCAL = 2;
    private static final byte PROHIBIT = 8;
    private static final short DESTINATION = 1;
    private static final short DEVICE = 4;
    private static final short PREFERRED_SOURCE = 7;
    private static final int LOOPBACK_DEVICE = 1;
    private static final int MOST_BYTES = 128;
    private static final int ERROR_AT = 16;

    private final List<ByteBuffer> messages = new ArrayList<>();

    /** Packets to the network arrive at whoever listens in this namespace. */
    Routes toHere(Cidr network) {
        messages.add(message(network, LOCAL));
        return this;
    }

    /** Whoever connects to the network has EACCES. */
    Routes refusing(Cidr network) {
        messages.add(message(network, PROHIBIT));
        return this;
    }

    private ByteBuffer message(Cidr network, byte type) {
        boolean local = type == LOCAL;
        InetAddress address = network.address();
        ByteBuffer message = ByteBuffer.allocate(MOST_BYTES).order(ByteOrder.nativeOrder());
        message.putInt(0); // its length, when that is known
        message.putShort(RTM_NEWROUTE).putShort(REQUEST_ACK_CREATE);
        message.putInt(messages.size()).putInt(0);
        message.put((byte) (isIpv4(address) ? AF_INET : AF_INET6));
        message.put((byte) network.bits()).put((byte) 0).put((byte) 0);
        message.put(TABLE_MAIN).put(STATIC);
        message.put(local ? SCOPE_HOST : SCOPE_UNIVERSE).put(type).putInt(0);
        if (network.bits() > 0) {
            attribute(message, DESTINATION, address.getAddress());
        }
        if (local) {
            message.putShort((short) 8).putShort(DEVICE).putInt(LOOPBACK_DEVICE);
        }
        if (local && isIpv4(address)) {
            attribute(message, PREFERRED_SOURCE, new byte[] {127, 0, 0, 1});
        }
        message.putInt(0, message.position());
        return message.flip();
    }

    private static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    private static void attribute(ByteBuffer message, short type, byte[] value) {
        message.putShort((short) (4 + value.length)).putShort(type).put(value);
    }

    /** Sets them in the calling thread's network namespace. */
    void set() throws IOException {
        int socket = Libc.SOCKET.call(AF_NETLINK, SOCK_RAW_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            int bytes = messages.stream().mapToInt(ByteBuffer::remaining).sum();
            MemorySegment all = arena.allocate(bytes);
            ByteBuffer into = all.asByteBuffer();
            messages.forEach(message -> into.put(message.duplicate()));
            Libc.WRITE.call(socket, all.address(), bytes);
            for (int i = 0; i < messages.size(); i++) {
                acknowledge(socket, arena.allocate(MOST_BYTES * 2));
            }
        } finally {
            Kernel.close(socket);
        }
    }

    private static void acknowledge(int socket, MemorySegment into) throws IOException {
        int read = Libc.READ.call(socket, into.address(), into.byteSize());
        int error = read < ERROR_AT + 4 ? 0 : -into.get(Struct.INT, ERROR_AT);
        if (error != 0) {
            throw new IOException("a route could not be set: " + Errno.text(error));
        }
    }
}
