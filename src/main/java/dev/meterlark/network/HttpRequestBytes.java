package dev.meterlark.network;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request over HTTP, for one connection that ends with it. Used by one thread. */
final class HttpRequestBytes {

    private static final String END = "\r\n";
    private static final int READ_AHEAD = 2 * 1024;

    private final byte[] head;
    private final byte[] body;
    private final int mostAnswered;
    private byte[] answered = {};
    private boolean begun;

    HttpRequestBytes(WebAddress asked, Map<String, String> headers, byte[] body) {
        StringBuilder text = new StringBuilder();
        text.append("POST ").append(asked.path()).append(" HTTP/1.1").append(END);
        line(text, "Host", asked.authority());
        line(text, "User-Agent", "Meterlark");
        line(text, "Connection", "close");
        line(text, "Content-Length", Integer.toString(body.length));
        headers.forEach((name, value) -> line(text, name, value));
        text.append(END);
        this.head = text.toString().getBytes(StandardCharsets.US_ASCII);
        this.body = body;
        this.mostAnswered = 0;
    }

    /**
     * One GET, over HTTP/1.0, so that what is answered comes in one piece and ends with the
     * connection.
     *
     * @param mostAnswered bytes of the answer's body that are read at most
     */
    HttpRequestBytes(WebAddress asked, int mostAnswered) {
        StringBuilder text = new StringBuilder();
        text.append("GET ").append(asked.path()).append(" HTTP/1.0").append(END);
        line(text, "Host", asked.authority());
        line(text, "User-Agent", "Meterlark");
        line(text, "Accept", "application/json");
        line(text, "Connection", "close");
        text.append(END);
        this.head = text.toString().getBytes(StandardCharsets.US_ASCII);
        this.body = new byte[0];
        this.mostAnswered = mostAnswered;
    }

    /** What was read of the answer's body. */
    byte[] answered() {
        return answered;
    }

    /** Whether the other side may have seen some of it. */
    boolean isBegun() {
        return begun;
    }

    Asked exchange(Socket socket) throws IOException {
        begun = true;
        OutputStream out = socket.getOutputStream();
        out.write(head);
        out.write(body);
        out.flush();
        InputStream in = new BufferedInputStream(socket.getInputStream(), READ_AHEAD);
        Asked said = HttpAnswerHead.read(in);
        answered = mostAnswered == 0 ? answered : in.readNBytes(mostAnswered);
        return said;
    }

    private static void line(StringBuilder text, String name, String value) {
        if ((name + value).chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a header cannot hold this: " + name);
        }
        text.append(name).append(": ").append(value).append(END);
    }
}
