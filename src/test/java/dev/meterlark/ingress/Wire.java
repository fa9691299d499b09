package dev.meterlark.ingress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection, on which any bytes can be sent, and answers read as HTTP has them. */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    /**
     * @param headers by name in lower case
     * @param trailers of an answer in chunks
     */
    record Answer(
            int status,
            Map<String, List<String>> headers,
            byte[] bytes,
            Map<String, List<String>> trailers) {

        String header(String name) {
            return String.join(" | ", headers.getOrDefault(name, List.of()));
        }

        String body() {
            return new String(bytes, UTF_8);
        }
    }

    Wire(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A request without a body: its lines, and an empty one after them. */
    Answer ask(String... lines) throws IOException {
        send(String.join("\r\n", lines) + "\r\n\r\n");
        return read(lines[0].startsWith("HEAD "));
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Says that nothing more will be sent; answers can still be read. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    Answer read() throws IOException {
        return read(false);
    }

    Answer read(boolean ofHead) throws IOException {
        String line = line();
        int status = Integer.parseInt(line.split(" ")[1]);
        Map<String, List<String>> headers = fields();
        Map<String, List<String>> trailers = Map.of();
        byte[] body = {};
        if (ofHead || status < 200 || status == 204 || status == 304) {
            return new Answer(status, headers, body, trailers);
        }
        if (headers.containsKey("content-length")) {
            body = in.readNBytes(Integer.parseInt(headers.get("content-length").getFirst()));
        } else if (headers.containsKey("transfer-encoding")) {
            ByteArrayOutputStream chunks = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                chunks.write(chunk);
            }
            body = chunks.toByteArray();
            trailers = fields();
        } else {
            body = in.readAllBytes();
        }
        return new Answer(status, headers, body, trailers);
    }

    /** The status line and the headers alone. */
    Map<String, List<String>> readHead() throws IOException {
        String line = line();
        Map<String, List<String>> head = fields();
        head.put(":status", List.of(line.split(" ")[1]));
        return head;
    }

    /** The next piece of an answer in chunks; empty at its end. */
    byte[] chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        byte[] chunk = in.readNBytes(size);
        if (chunk.length < size) {
            throw new EOFException("the answer broke off in a chunk");
        }
        if (size > 0) {
            line();
        }
        return chunk;
    }

    /** Whether something of an answer has come. */
    boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing comes any more, because the other side has closed. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Map<String, List<String>> fields() throws IOException {
        Map<String, List<String>> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return fields;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            line.write(c);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
