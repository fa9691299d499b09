package dev.meterlark;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;

@MeterlarkTest
class WholeApplicationTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void itStartsAndSaysThatItIsWell() {
        HttpResponse<String> health = new Asked(port).get("/actuator/health");

        assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("components");
        assertThat(health.statusCode()).isEqualTo(200);
    }

    @Test
    void toTheOperatorItSaysWhatItStandsOn() {
        Asked asked = new Asked(port);
        String operator = tenants.operator().token();
        JsonNode health = json(asked.ask("GET", "/actuator/health", operator, ""));

        assertThat(health.at("/components").propertyNames())
                .contains("db", "journal", "isolation", "diskSpace");
        assertThat(health.at("/components/isolation/details/tier").asString()).isEqualTo("T1");
        String owner = tenants.newOwner().token();
        assertThat(asked.ask("GET", "/actuator/health", owner, "").body())
                .doesNotContain("components");
    }
}
