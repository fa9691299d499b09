package dev.meterlark.network;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One POST over HTTP/1.1, for one connection that ends with it. Used by one thread. */
final class HttpRequestBytes {

    private static final String END = "\r\n";

    private final byte[] head;
    private final byte[] body;
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
        return HttpAnswerHead.read(socket.getInputStream());
    }

    private static void line(StringBuilder text, String name, String value) {
        if ((name + value).chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a header cannot hold this: " + name);
        }
        text.append(name).append(": ").append(value).append(END);
    }
}
