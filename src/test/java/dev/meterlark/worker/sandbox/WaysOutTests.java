package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.network.Names;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.OpenedNetworks;
import dev.meterlark.worker.sandbox.egress.Passage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Network namespaces that are opened, without a sandbox in them. */
class WaysOutTests {

    private static final int MANY = 60;

    private final WaysOut ways =
            new WaysOut(
                    SharedSandboxes.properties(Map.of()).egress(),
                    Names.ofTheMachine(),
                    OpenedNetworks.NONE);

    @AfterEach
    void close() {
        ways.close();
    }

    @Test
    void thisMachineCanGrantANetwork() {
        assertThat(ways.grant().possible()).as(ways.grant().explanation()).isTrue();
    }

    @Test
    void whatIsClosedLeavesNoDescriptor() throws Exception {
        openAndClose();
        int before = descriptors();

        for (int i = 0; i < MANY; i++) {
            openAndClose();
        }

        await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before + 4));
    }

    @Test
    void aConnectionThatIsOpenEndsWithThePassage() throws Exception {
        try (TestNetwork network = TestNetwork.open();
                Loopback inside = Loopback.open();
                var _ = inside.listener();
                var _ = inside.platform()) {
            Passage passage = ways.open(inside.path(), AccountId.random());
            try (Socket socket = socketIn(inside.path())) {
                socket.connect(new InetSocketAddress(TestNetwork.PUBLIC, network.port()));
                socket.getOutputStream()
                        .write("GET /bytes/5 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                assertThat(socket.getInputStream().read()).isEqualTo('H');

                passage.close();
                passage.close();

                await().until(() -> hasEnded(socket));
            }
        }
    }

    private static boolean hasEnded(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private void openAndClose() throws IOException {
        try (Loopback inside = Loopback.open();
                var _ = inside.listener();
                var _ = inside.platform();
                Passage passage = ways.open(inside.path(), AccountId.random())) {
            assertThat(passage.sentBytes()).isZero();
        }
    }

    /** A socket belongs to the namespace of the thread that made it. */
    private static Socket socketIn(Path namespace) throws Exception {
        var made = new CompletableFuture<Socket>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                int descriptor = Kernel.open(namespace);
                                Kernel.enterNetwork(descriptor);
                                Kernel.close(descriptor);
                                var socket = new Socket();
                                socket.bind(null);
                                made.complete(socket);
                            } catch (IOException e) {
                                made.completeExceptionally(e);
                            }
                        });
        return made.get();
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
