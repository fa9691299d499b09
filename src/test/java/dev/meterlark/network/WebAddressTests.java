package dev.meterlark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTests {

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example/a?b=c, true, hooks.example, 443, /a?b=c",
        "HTTP://Hooks.Example.:8080, false, hooks.example, 8080, /",
        "https://[::1]:8443/x, true, ::1, 8443, /x",
        "https://hooks.example/ä, true, hooks.example, 443, /%C3%A4",
        "https://10.0.0.1?q, true, 10.0.0.1, 443, /?q"
    })
    void isTakenApartOnce(String text, boolean tls, String host, int port, String path) {
        assertThat(WebAddress.parse(text)).isEqualTo(new WebAddress(tls, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://hooks.example",
                "file:///etc/passwd",
                "hooks.example/a",
                "https:///a",
                "https://user:secret@hooks.example",
                "https://hooks.example/#part",
                "https://hooks.example:0",
                "https://hooks.example:65536",
                "https://hooks_example",
                "https://a b",
                "gopher://127.0.0.1:6379/_x",
                "https://hooks.example/a\r\nHost: other"
            })
    void whatCouldNotBeAskedIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> WebAddress.parse(text));
    }

    @Test
    void whatIsShownHoldsNoPathAndNoQuery() {
        assertThat(WebAddress.parse("https://hooks.example:8443/secret?token=t").shown())
                .isEqualTo("https://hooks.example:8443");
    }
}
