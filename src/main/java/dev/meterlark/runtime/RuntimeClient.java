package dev.meterlark.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Speaks HTTP/1.1 over one kept connection. The answer of a call and the request for the next event
 * leave in one write.
 */
final class RuntimeClient {

    private static final String PREFIX = "/2018-06-01/runtime";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type: ";
    private static final String STREAMING =
            "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
                    + "Trailer: Lambda-Runtime-Function-Error-Type,"
                    + " Lambda-Runtime-Function-Error-Body\r\n";
    private static final byte[] END_OF_LINE = ascii("\r\n");
    private static final byte[] NOTHING = new byte[0];

    private final String host;
    private final byte[] next;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private byte[] pending = NOTHING;
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

    /** Begins an answer that is sent piece by piece. */
    void beginStream(String id, String contentType) throws IOException {
        String head = head("/invocation/" + id + "/response", contentType, STREAMING);
        pending = ascii(head + "Transfer-Encoding: chunked\r\n\r\n");
    }

    void sendPiece(byte[] bytes, int length) throws IOException {
        byte[] size = ascii(Integer.toHexString(length) + "\r\n");
        sendBehindPending(size, Arrays.copyOf(bytes, length), END_OF_LINE);
    }

    Event endStreamAndNext() throws IOException {
        sendBehindPending(ascii("0\r\n\r\n"), next);
        return acceptedThenEvent();
    }

    /** Ends an answer that failed half-way. */
    Event failStreamAndNext(ErrorReport report) throws IOException {
        sendBehindPending(failedEnd(report), next);
        return acceptedThenEvent();
    }

    void failStream(ErrorReport report) throws IOException {
        sendBehindPending(failedEnd(report));
        receive();
    }

    /** Whether the platform has answered before it was its turn, which can only be a refusal. */
    boolean isAnswered() throws IOException {
        return from < to || in.available() > 0;
    }

    private static byte[] failedEnd(ErrorReport report) {
        return ascii(
                "0\r\n"
                        + ERROR_TYPE
                        + report.headerType()
                        + "\r\nLambda-Runtime-Function-Error-Body: "
                        + Base64.getEncoder().encodeToString(report.shortJson())
                        + "\r\n\r\n");
    }

    /** In one write, with the head of a stream that has only begun. */
    private void sendBehindPending(byte[]... parts) throws IOException {
        int length = pending.length;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = Arrays.copyOf(pending, length);
        int at = pending.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        pending = NOTHING;
        out.write(all);
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
        String header = ERROR_TYPE + report.headerType() + "\r\n";
        return request(path, "application/json", header, report.json(), then);
    }

    private byte[] request(
            String path, String contentType, String headers, byte[] body, byte[] then) {
        String text = head(path, contentType, headers);
        byte[] head = ascii(text + "Content-Length: " + body.length + "\r\n\r\n");
        byte[] all = Arrays.copyOf(head, head.length + body.length + then.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(then, 0, all, head.length + body.length, then.length);
        return all;
    }

    private String head(String path, String contentType, String headers) {
        return "POST "
                + PREFIX
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\nContent-Type: "
                + contentType
                + "\r\n"
                + headers;
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
