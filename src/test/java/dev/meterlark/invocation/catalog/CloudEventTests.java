package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

class CloudEventTests {

    private static final Map<String, String> REQUIRED =
            Map.of("specversion", "1.0", "id", "1", "source", "/shop", "type", "order.made");

    @Test
    void bytesThatAreNoTextAreBase64InTheStructuredForm() {
        byte[] picture = {(byte) 0xff, (byte) 0xd8, 0};

        CloudEvent event = CloudEvent.binary(REQUIRED, "image/jpeg", picture);
        CloudEvent again = CloudEvent.structured(event.json());

        assertThat(text(event.json())).contains("\"data_base64\":\"/9gA\"");
        assertThat(again.data()).isEqualTo(picture);
        assertThat(again.dataType()).isEqualTo("image/jpeg");
        assertThat(again.attributes()).isEqualTo(event.attributes());
    }

    @Test
    void jsonIsDataOfTheStructuredFormAndTextIsText() {
        CloudEvent json = CloudEvent.binary(REQUIRED, null, "{\"n\":1.10}".getBytes());
        CloudEvent text =
                CloudEvent.binary(REQUIRED, "text/plain", "hé".getBytes(StandardCharsets.UTF_8));

        assertThat(new JsonMapper().readTree(json.json()).path("data").path("n").asDouble())
                .isEqualTo(1.1);
        assertThat(new JsonMapper().readTree(text.json()).path("data").asString()).isEqualTo("hé");
        assertThat(text(CloudEvent.structured(text.json()).data())).isEqualTo("hé");
    }

    @Test
    void attributesAreEscapedInHeadersAndReadAgain() {
        Map<String, String> attributes = new HashMap<>(REQUIRED);
        attributes.put("subject", "Euro € \"100%\"");

        CloudEvent event = CloudEvent.answer(attributes, "text/plain", new byte[0]);
        Map<String, String> headers = event.headers();

        assertThat(headers.get("ce-subject")).isEqualTo("Euro%20%E2%82%AC%20%22100%25%22");
        Map<String, String> again = new HashMap<>();
        headers.forEach((name, value) -> again.put(name.substring(3), value));
        assertThat(CloudEvent.binary(again, "text/plain", new byte[0]).attributes())
                .isEqualTo(event.attributes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[]; it is a JSON object",
                "{; it is not valid JSON",
                "{\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/\",\"type\":\"t\"}; id is"
                        + " missing",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"data\":1,\"data_base64\":\"\"};"
                    + " data or data_base64, not both",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"data_base64\":\"%\"};"
                    + " data_base64 is not base64",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"time\":\"soon\"};"
                    + " time must be as in",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"Big\":\"x\"};"
                    + " small letters and digits, was: Big",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"spring.cloud.function.definition\":\"x\"};"
                    + " small letters and digits",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"deep\":{}};"
                    + " is text, a whole number or a boolean",
                "{\"specversion\":\"1.0\",\"id\":\"a\\n"
                        + "b\",\"source\":\"/\",\"type\":\"t\"}; one line",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\",\"datacontenttype\":\"x\"};"
                    + " media type, was: x",
            })
    void whatIsNoneSaysWhatItLacks(String json, String says) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudEvent.structured(json.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining(says);
    }

    @Test
    void theDatasTypeIsSaidOnceInTheBinaryForm() {
        Map<String, String> twice = new HashMap<>(REQUIRED);
        twice.put("datacontenttype", "text/plain");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CloudEvent.binary(twice, "text/html", new byte[0]))
                .withMessageContaining("leave out ce-datacontenttype");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
