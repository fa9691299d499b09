package dev.meterlark.worker.sandbox.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One question of the domain name system (RFC 1035), as a client's resolver asks it.
 *
 * @param id to be repeated in the answer
 * @param name without the last dot
 * @param type {@link #A}, {@link #AAAA} or another
 * @param asked the question's own bytes, repeated in the answer
 */
record Question(int id, String name, int type, byte[] asked) {

    static final int A = 1;
    static final int AAAA = 28;

    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NO_SUCH_NAME = 3;
    static final int NOT_IMPLEMENTED = 4;

    /** A client asks again soon after; what is checked is the connection, not the answer. */
    private static final int SECONDS_TO_LIVE = 5;

    private static final int HEADER_BYTES = 12;
    private static final int INTERNET = 1;
    private static final int RESPONSE_MASK = 0x8000;
    private static final int OPERATION_MASK = 0x7800;
    private static final int RESPONSE_FLAGS = 0x8180; // response, recursion desired and available
    private static final int NAME_AT_12 = 0xC00C;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /** As many of the longer kind as fit 512 bytes with the longest name. */
    private static final int MOST_ANSWERS = 8;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    /** Null when the bytes are no question that a resolver asks. */
    static @Nullable Question read(ByteBuf packet) {
        if (packet.readableBytes() < HEADER_BYTES) {
            return null;
        }
        int id = packet.readUnsignedShort();
        int flags = packet.readUnsignedShort();
        int questions = packet.readUnsignedShort();
        packet.skipBytes(6);
        if ((flags & (RESPONSE_MASK | OPERATION_MASK)) != 0 || questions != 1) {
            return null;
        }
        int start = packet.readerIndex();
        String name = readName(packet);
        if (name == null || packet.readableBytes() < 4) {
            return null;
        }
        int type = packet.readUnsignedShort();
        if (packet.readUnsignedShort() != INTERNET) {
            return null;
        }
        byte[] asked = new byte[packet.readerIndex() - start];
        packet.getBytes(start, asked);
        return new Question(id, name, type, asked);
    }

    private static @Nullable String readName(ByteBuf packet) {
        StringBuilder name = new StringBuilder();
        while (packet.isReadable()) {
            int length = packet.readUnsignedByte();
            if (length == 0) {
                return NAME.matcher(name).matches() && name.length() <= LONGEST_NAME
                        ? name.toString()
                        : null;
            }
            if (length > LONGEST_LABEL || length > packet.readableBytes()) {
                return null; // also what points elsewhere: nobody asks so
            }
            if (!name.isEmpty()) {
                name.append('.');
            }
            name.append(packet.readCharSequence(length, US_ASCII));
        }
        return null;
    }

    boolean isForAddresses() {
        return type == A || type == AAAA;
    }

    /** Those of the kind that was asked for are put into the answer. */
    void answer(List<InetAddress> addresses, ByteBuf into) {
        Class<?> kind = type == A ? Inet4Address.class : Inet6Address.class;
        List<InetAddress> fitting =
                addresses.stream().filter(kind::isInstance).limit(MOST_ANSWERS).toList();
        header(NO_ERROR, fitting.size(), into);
        for (InetAddress address : fitting) {
            byte[] bytes = address.getAddress();
            into.writeShort(NAME_AT_12).writeShort(type).writeShort(INTERNET);
            into.writeInt(SECONDS_TO_LIVE).writeShort(bytes.length).writeBytes(bytes);
        }
    }

    void refuse(int code, ByteBuf into) {
        header(code, 0, into);
    }

    private void header(int code, int answers, ByteBuf into) {
        into.writeShort(id).writeShort(RESPONSE_FLAGS | code);
        into.writeShort(1).writeShort(answers).writeShort(0).writeShort(0);
        into.writeBytes(asked);
    }
}
