package dev.meterlark.worker.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.PlatformDoor;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes requests as bytes, keeps their text, and answers as it is told. */
final class FakePlatform implements PlatformDoor, AutoCloseable {

    static final String SECRET = "0123456789abcdef.secret";
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    /** What becomes of one request. */
    interface Answering {
        void answer(String head, Socket socket) throws IOException;
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    final AtomicInteger passes = new AtomicInteger();
    private final ServerSocket server;
    private volatile Answering answering = (_, socket) -> say(socket, OK);

    FakePlatform() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    void answers(Answering answer) {
        answering = answer;
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Override
    public @Nullable Pass open(AccountId account, FunctionId function) {
        passes.incrementAndGet();
        return new Pass((InetSocketAddress) server.getLocalSocketAddress(), SECRET);
    }

    @Override
    public void close(Pass pass) {
        passes.decrementAndGet();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                heads.add(head);
                if (!head.contains("X-Early")) {
                    bodies.add(body(in, head));
                }
                answering.answer(head, socket);
                if (head.contains("X-Early")) {
                    socket.shutdownOutput();
                    in.readAllBytes();
                    return;
                }
            }
        } catch (IOException e) {
            // The relay hung up.
        }
    }

    private static String head(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            text.append((char) read);
            if (text.length() >= 4 && text.indexOf("\r\n\r\n", text.length() - 4) >= 0) {
                return text.toString();
            }
        }
        return "";
    }

    private static String body(InputStream in, String head) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1);
        }
        if (!head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            return "";
        }
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("0\r\n\r\n")) {
            bytes.write(in.read());
        }
        return bytes.toString(ISO_8859_1);
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
