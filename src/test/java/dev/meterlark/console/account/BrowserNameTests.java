package dev.meterlark.console.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserNameTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0|Firefox on"
                        + " Linux",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
                        + " Edg/140.0|Edge on Windows",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0"
                        + " Safari/604.1|Safari on iPhone",
                "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36|Chrome on"
                        + " Android",
                "curl/8.5.0|curl/8.5.0",
                "' '|Something that does not say what it is"
            })
    void aBrowserIsToldByWhatItCallsItself(String agent, String name) {
        assertThat(BrowserName.of(agent)).isEqualTo(name);
    }
}
