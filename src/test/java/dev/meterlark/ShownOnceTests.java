package dev.meterlark;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.util.UUID;

/** An answer that holds a secret is given once, whatever key its request is repeated with. */
@MeterlarkTest
class ShownOnceTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void aSignUp() {
        String body =
                "{\"name\":\"Once\",\"email\":\"%s\",\"password\":\"%s\"}"
                        .formatted(tenants.newEmail(), Tenants.PASSWORD);

        isGivenOnce("/api/v1/accounts", "", body, "/apiKey/secret");
    }

    @Test
    void aKey() {
        isGivenOnce("/api/v1/api-keys", owner(), "{\"name\":\"ci\"}", "/secret");
    }

    @Test
    void anInvitationIntoAnAccount() {
        isGivenOnce("/api/v1/members", owner(), address(",\"role\":\"viewer\""), "/token");
    }

    @Test
    void anInvitationToSignUp() {
        isGivenOnce("/api/v1/admin/invitations", operator(), address(""), "/token");
    }

    @Test
    void aLinkToSetAPassword() {
        String body = "{\"email\":\"%s\"}".formatted(tenants.newOwner().email());

        isGivenOnce("/api/v1/admin/password-resets", operator(), body, "/token");
    }

    private void isGivenOnce(String path, String key, String body, String secret) {
        String once = UUID.randomUUID().toString();
        HttpResponse<String> first = post(path, key, body, once);
        HttpResponse<String> again = post(path, key, body, once);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        String shown = json(first).at(secret).asString();
        assertThat(shown).hasSizeGreaterThan(20);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).get("code").asString()).isEqualTo("idempotency.secret-shown-once");
        assertThat(again.body()).doesNotContain(shown);
    }

    private HttpResponse<String> post(String path, String key, String body, String once) {
        Asked asked = new Asked(port);
        return key.isEmpty()
                ? asked.post(
                        path, body, "Content-Type", "application/json", "Idempotency-Key", once)
                : asked.postJson(path, key, body, "Idempotency-Key", once);
    }

    private String address(String more) {
        return "{\"email\":\"%s\"%s}".formatted(tenants.newEmail(), more);
    }

    private String owner() {
        return tenants.newOwner().token();
    }

    private String operator() {
        return tenants.operator().token();
    }
}
