package dev.meterlark.storage.s3;

import static dev.meterlark.Asked.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.SignedForS3;
import dev.meterlark.Tenants;
import dev.meterlark.account.NewApiKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;

/** An account with an empty bucket before each test, and requests signed with its key. */
@MeterlarkTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3Requests {

    static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    static final String HELLOS_MD5 = "5d41402abc4b2a76b9719d911017c592";

    private static final Pattern KEY = Pattern.compile("<Key>(.*?)</Key>");

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired InstantSource clock;

    Tenants.Tenant owner;
    SignedForS3 s3;

    @SuppressWarnings("NullAway.Init") // before the first test
    S3Requests() {}

    @BeforeAll
    void signUp() {
        owner = tenants.newOwner();
    }

    @BeforeEach
    void makeBucket() {
        s3 = with(owner.key());
        assertThat(s3.ask("PUT", "/images").statusCode()).isEqualTo(200);
    }

    @AfterEach
    void clear() {
        String keys = s3.ask("GET", "/images?list-type=2&encoding-type=url").body();
        KEY.matcher(keys).results().forEach(key -> s3.ask("DELETE", "/images/" + key.group(1)));
        assertThat(s3.ask("DELETE", "/images").statusCode()).isEqualTo(204);
    }

    HttpResponse<String> put(String key, String body) {
        return s3.ask("PUT", "/images/" + key, bytes(body), Map.of());
    }

    HttpResponse<String> post(String path, String body) {
        return s3.ask("POST", path, bytes(body), Map.of());
    }

    SignedForS3 with(NewApiKey key) {
        return new SignedForS3(port, key.id(), key.secret(), clock.instant());
    }

    static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("<Code>" + code + "</Code>");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/xml");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String between(String text, String from, String to) {
        int begin = text.indexOf(from) + from.length();
        return text.substring(begin, text.indexOf(to, begin));
    }
}
