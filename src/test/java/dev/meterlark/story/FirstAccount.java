package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The account that is made first on a platform, which is the operator's. */
final class FirstAccount {

    private FirstAccount() {}

    /**
     * @return the token of its API key
     */
    static String signUp(PlatformProcess platform) throws IOException, InterruptedException {
        String body =
                """
                {"name": "Acme", "email": "ada@acme.example", "password": "plover vex quilt"}\
                """;
        HttpRequest request =
                HttpRequest.newBuilder(platform.address().resolve("/api/v1/accounts"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return new JsonMapper().readTree(answer.body()).at("/apiKey/token").asString();
        }
    }
}
