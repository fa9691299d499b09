package dev.meterlark.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine's loopback that answers, or does not, as a test wants. */
public final class Receiver implements AutoCloseable {

    /** What it does with a connection, of which it has read the request. */
    public interface Answering {

        void answer(OutputStream out) throws IOException;
    }

    /**
     * @param headers by their names in small letters
     */
    public record Received(String line, Map<String, String> headers, String body) {}

    private final ServerSocket server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Answering answering;

    public Receiver(Answering answering) {
        this.answering = answering;
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public static Receiver answering(int status) {
        return new Receiver(status(status, ""));
    }

    public static Answering status(int status, String headers) {
        String head = "HTTP/1.1 %d Fine\r\n%sContent-Length: 0\r\n\r\n".formatted(status, headers);
        return out -> out.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    public void nowAnswers(Answering other) {
        answering = other;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:%d/hook".formatted(port());
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            received.add(read(socket));
            answering.answer(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The other side went away, as some of the tests want.
        }
    }

    private static Received read(Socket socket) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = String.valueOf(in.readLine());
        Map<String, String> headers = new TreeMap<>();
        for (String each = in.readLine(); each != null && !each.isEmpty(); each = in.readLine()) {
            String[] parts = each.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        char[] body = new char[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        for (int at = 0; at < body.length; ) {
            int count = in.read(body, at, body.length - at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        String text =
                new String(
                        new String(body).getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8);
        return new Received(line, headers, text);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
