package dev.meterlark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

@MeterlarkTest
class WholeApplicationTests {

    @LocalServerPort int port;

    @Test
    void itStartsAndSaysThatItIsWell() throws Exception {
        HttpResponse<String> health = get("/actuator/health");

        assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("components");
        assertThat(health.statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
