package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class DialingTests {

    private static final AccountId ACCOUNT = AccountId.random();

    private final AtomicReference<List<String>> opened = new AtomicReference<>(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "169.254.169.254",
                "::ffff:127.0.0.1",
                "inside.example.org"
            })
    void thisMachineAndPrivateNetworksAreNotReached(String host) {
        try (Dialing dialing = dialing(named("inside.example.org", "127.0.0.1"))) {
            assertThatThrownBy(() -> dialing.find(ACCOUNT, host, 5432))
                    .isInstanceOf(TroubleException.class)
                    .hasMessageContaining("leads to");
        }
    }

    @Test
    void whatTheOperatorOpenedIsUntilItIsWithdrawn() throws Exception {
        try (Dialing dialing = dialing(named("db.example.org", "10.1.2.3"))) {
            opened.set(List.of("10.1.2.0/24 5432"));

            Dialing.Place place = dialing.find(ACCOUNT, "db.example.org", 5432);
            assertThat(place.literal()).isEqualTo("10.1.2.3");
            assertThat(dialing.refusal(place)).isNull();
            assertThatThrownBy(() -> dialing.find(ACCOUNT, "db.example.org", 5433))
                    .isInstanceOf(TroubleException.class);

            opened.set(List.of());
            assertThat(dialing.refusal(place)).contains("does not open to this account any more");
            assertThatThrownBy(() -> dialing.connect(place)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theConnectionGoesToTheAddressThatWasCheckedAndNoNameIsLookedUpTwice() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Names rebinding =
                _ ->
                        List.of(
                                InetAddress.ofLiteral(
                                        looks.getAndIncrement() == 0 ? "127.0.0.1" : "127.9.9.9"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String allowed = "127.0.0.1 " + server.getLocalPort();
            try (Dialing dialing = dialing(rebinding, allowed)) {
                Dialing.Place place =
                        dialing.find(ACCOUNT, "rebinds.example.org", server.getLocalPort());
                try (Socket socket = dialing.connect(place)) {
                    assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
                }
            }
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void anUnknownNameIsSaidToBeSo() {
        try (Dialing dialing = dialing(named("other.example.org", "10.1.2.3"))) {
            assertThatThrownBy(() -> dialing.find(ACCOUNT, "db.example.org", 5432))
                    .hasMessageContaining("the host name db.example.org is not known");
        }
    }

    private Dialing dialing(Names names, String... allowed) {
        return new Dialing(
                TestSettings.with(Map.of("allowed", String.join(",", allowed))),
                _ ->
                        Objects.requireNonNull(opened.get()).stream()
                                .map(each -> Opening.parse(each, List.of()))
                                .toList(),
                names);
    }

    private static Names named(String known, String address) {
        return name -> {
            if (!name.equals(known)) {
                throw new UnknownHostException(name);
            }
            return List.of(InetAddress.ofLiteral(address));
        };
    }
}
