package dev.meterlark.wasmhost;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Speaks HTTP/1.1 over one kept connection. The answer of a call and the request for the next event
 * leave in one write.
 */
final class RuntimeClient implements AutoCloseable {

    private static final String PREFIX = "/2018-06-01/runtime";

    private final Socket socket;
    private final String api;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] next;

    private RuntimeClient(Socket socket, String api) throws IOException {
        this.socket = socket;
        this.api = api;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        this.out = socket.getOutputStream();
        this.next =
                ascii("GET " + PREFIX + "/invocation/next HTTP/1.1\r\nHost: " + api + "\r\n\r\n");
    }

    static String host(String api) {
        return api.substring(0, api.lastIndexOf(':'));
    }

    static RuntimeClient connect(String api) throws IOException {
        int port = Integer.parseInt(api.substring(api.lastIndexOf(':') + 1));
        Socket socket = new Socket(host(api), port);
        socket.setTcpNoDelay(true);
        return new RuntimeClient(socket, api);
    }

    /** The next event; null when the platform has ended the conversation. */
    @Nullable Event next() throws IOException {
        out.write(next);
        return receiveEvent();
    }

    @Nullable Event answerAndNext(String id, Outcome.Answered answer) throws IOException {
        send("/invocation/" + id + "/response", answer.contentType(), "", answer.bytes(), true);
        return acceptedThenEvent();
    }

    @Nullable Event failAndNext(String id, Outcome.Failed failure) throws IOException {
        send(
                "/invocation/" + id + "/error",
                "application/json",
                errorType(failure),
                failure.json(),
                true);
        return acceptedThenEvent();
    }

    void failInit(Outcome.Failed failure) throws IOException {
        send("/init/error", "application/json", errorType(failure), failure.json(), false);
        receive();
    }

    private static String errorType(Outcome.Failed failure) {
        return "Lambda-Runtime-Function-Error-Type: " + failure.type() + "\r\n";
    }

    private void send(String path, String contentType, String headers, byte[] body, boolean more)
            throws IOException {
        var all = new ByteArrayOutputStream(body.length + 512);
        all.writeBytes(
                ascii(
                        "POST %s%s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
                                .formatted(PREFIX, path, api, contentType, headers, body.length)));
        all.writeBytes(body);
        if (more) {
            all.writeBytes(next);
        }
        all.writeTo(out);
    }

    /**
     * A refused answer (too large, too late) has ended the call already: there is nothing to mend.
     */
    private @Nullable Event acceptedThenEvent() throws IOException {
        return receive() == null ? null : receiveEvent();
    }

    private @Nullable Event receiveEvent() throws IOException {
        Answer answer = receive();
        if (answer == null) {
            return null;
        }
        if (answer.status != 200) {
            throw new IOException("Runtime API: " + answer.status);
        }
        return new Event(answer.headers, answer.body);
    }

    private @Nullable Answer receive() throws IOException {
        String status = line();
        if (status == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the Runtime API broke off within an event");
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, body);
    }

    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Answer(int status, Map<String, String> headers, byte[] body) {}
}
