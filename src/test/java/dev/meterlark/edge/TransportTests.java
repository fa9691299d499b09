package dev.meterlark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

/** What other listeners are told of how the platform is reached. */
class TransportTests {

    @Test
    void theConsoleIsAtItsHostsAndAtTheAddressOfItsLinks() {
        assertThat(
                        transport(
                                        Map.of("meterlark.hosts", "console.example,my_console"),
                                        "https://my_console:8080")
                                .consoleHosts())
                .containsExactly("console.example", "my_console");
        assertThat(transport(Map.of(), "http://localhost:8080").consoleHosts())
                .containsExactly("localhost");
    }

    @Test
    void behindAProxyClientsComeByHttpsAndSeeNoPort() {
        Transport proxied =
                transport(Map.of("meterlark.trusted-proxies", "10.0.0.1"), "https://a.example");
        FunctionAddresses addresses = new FunctionAddresses(proxied, "fn.example.org", 8090);

        assertThat(addresses.byHost("id")).isEqualTo("https://id.fn.example.org/");
        assertThat(addresses.of("id", "acme", "f")).isEqualTo("https://id.fn.example.org/");
        assertThat(addresses.byPath("acme", "f")).isEqualTo("https://fn.example.org/acme/f/");
    }

    @Test
    void onThisMachineFunctionsAreShownByPath() {
        FunctionAddresses addresses =
                new FunctionAddresses(
                        transport(Map.of(), "http://localhost:8080"), "fn.localhost", 0);
        addresses.bound(8090);

        assertThat(addresses.of("id", "acme", "f")).isEqualTo("http://localhost:8090/acme/f/");
        assertThat(addresses.byHost("id")).isEqualTo("http://id.fn.localhost:8090/");
        assertThat(addresses.base()).isEqualTo("http://localhost:8090/");
    }

    private static Transport transport(Map<String, String> settings, String console) {
        return new Transport(
                new Binder(new MapConfigurationPropertySource(settings))
                        .bindOrCreate("meterlark", EdgeProperties.class),
                new ConsoleAddress(console));
    }
}
