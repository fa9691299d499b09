package dev.meterlark.wasmhost;

import java.io.IOException;
import java.net.Socket;

/** Warms up, says by asking for an event that it is there, and does what the platform orders. */
public final class WasmHost {

    private static final String NOWHERE = "127.0.0.1:9001";

    private WasmHost() {}

    /**
     * The one event that it asks for by itself says on which port of its own loopback the platform
     * waits for the control connection.
     */
    public static void main(String[] arguments) throws IOException {
        WarmUp.run();
        System.gc(); // what warmed it up is not kept while it waits
        String api = System.getenv().getOrDefault("AWS_LAMBDA_RUNTIME_API", NOWHERE);
        RuntimeClient client = RuntimeClient.connect(api);
        Event event = client.next();
        if (event != null) {
            int port = Integer.parseInt(event.text().strip());
            try (Socket socket = new Socket(RuntimeClient.host(api), port)) {
                socket.setTcpNoDelay(true);
                new Control(socket, RuntimeClient.host(api)).serve();
            }
        }
        System.exit(0); // guests that still run must not keep an orphan alive
    }
}
