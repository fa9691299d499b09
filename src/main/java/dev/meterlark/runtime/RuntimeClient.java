package dev.meterlark.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Speaks HTTP/1.1 over one kept connection. The answer of a call and the request for the next event
 * leave in one write.
 */
final class RuntimeClient {

    private static final String PREFIX = "/2018-06-01/runtime";

    private final String host;
    private final byte[] next;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int from;
    private int to;

    private RuntimeClient(String host, InputStream in, OutputStream out) {
        this.host = host;
        this.next = get(PREFIX + "/invocation/next");
        this.in = in;
        this.out = out;
    }

    static RuntimeClient connect(String api) throws IOException {
        int colon = api.lastIndexOf(':');
        Socket socket =
                new Socket(api.substring(0, colon), Integer.parseInt(api.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        return new RuntimeClient(api, socket.getInputStream(), socket.getOutputStream());
    }

    /** With answers that are there already; the conversation ends behind them. */
    static RuntimeClient over(InputStream in, OutputStream out) {
        return new RuntimeClient("sample", in, out);
    }

    /** The environment of the function to become; null when the platform has ended first. */
    Map<String, Object> specialization() throws IOException {
        out.write(get("/meterlark/specialization"));
        Answer answer = receive();
        if (answer == null) {
            return null;
        }
        if (answer.status != 200) {
            throw new IOException("Runtime API: " + answer.status + " " + answer.text());
        }
        Object tree = Binder.plain(JsonReader.read(answer.text()));
        return Binder.asObject(Binder.asObject(tree).get("environment"));
    }

    /** The next event; null when the platform has ended the conversation. */
    Event next() throws IOException {
        out.write(next);
        return receiveEvent();
    }

    Event answerAndNext(String id, Outcome outcome) throws IOException {
        String path = "/invocation/" + id + "/response";
        out.write(request(path, outcome.contentType(), "", outcome.bytes(), next));
        return acceptedThenEvent();
    }

    Event failAndNext(String id, ErrorReport report) throws IOException {
        out.write(error("/invocation/" + id + "/error", report, next));
        return acceptedThenEvent();
    }

    void fail(String id, ErrorReport report) throws IOException {
        out.write(error("/invocation/" + id + "/error", report, new byte[0]));
        receive();
    }

    void failInit(ErrorReport report) throws IOException {
        out.write(error("/init/error", report, new byte[0]));
        receive();
    }

    private byte[] get(String path) {
        return ascii("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    private byte[] error(String path, ErrorReport report, byte[] then) {
        String header = "Lambda-Runtime-Function-Error-Type: " + report.headerType() + "\r\n";
        return request(path, "application/json", header, report.json(), then);
    }

    private byte[] request(
            String path, String contentType, String headers, byte[] body, byte[] then) {
        byte[] head =
                ascii(
                        "POST "
                                + PREFIX
                                + path
                                + " HTTP/1.1\r\nHost: "
                                + host
                                + "\r\nContent-Type: "
                                + contentType
                                + "\r\n"
                                + headers
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n");
        byte[] all = Arrays.copyOf(head, head.length + body.length + then.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(then, 0, all, head.length + body.length, then.length);
        return all;
    }

    /**
     * A refused answer (too large, too late) has ended the call already: there is nothing to mend.
     */
    private Event acceptedThenEvent() throws IOException {
        Answer posted = receive();
        if (posted == null) {
            return null;
        }
        if (posted.status != 202) {
            System.err.println("Runtime API: " + posted.status + " " + posted.text());
        }
        return receiveEvent();
    }

    private Event receiveEvent() throws IOException {
        Answer answer = receive();
        if (answer == null) {
            return null;
        }
        if (answer.status != 200) {
            throw new IOException("Runtime API: " + answer.status + " " + answer.text());
        }
        return new Event(answer.headers, answer.body);
    }

    private Answer receive() throws IOException {
        String[] lines = head();
        if (lines == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        int status = Integer.parseInt(lines[0].substring(9, 12));
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(status, headers, body(length));
    }

    /** Status line and headers; null at the end of the stream. */
    private String[] head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int matched = 0;
        while (matched < 4) {
            if (from == to && !fill()) {
                return null;
            }
            byte octet = buffer[from++];
            head.write(octet);
            if (octet == (matched % 2 == 0 ? '\r' : '\n')) {
                matched++;
            } else {
                matched = octet == '\r' ? 1 : 0;
            }
        }
        String text = head.toString(StandardCharsets.UTF_8);
        return text.substring(0, text.length() - 4).split("\r\n");
    }

    private byte[] body(int length) throws IOException {
        byte[] body = new byte[length];
        int filled = Math.min(length, to - from);
        System.arraycopy(buffer, from, body, 0, filled);
        from += filled;
        while (filled < length) {
            int read = in.read(body, filled, length - filled);
            if (read < 0) {
                throw new EOFException("the Runtime API broke off within an event");
            }
            filled += read;
        }
        return body;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
        return to > 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Answer(int status, Map<String, String> headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
