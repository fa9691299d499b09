package dev.meterlark.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What docs/plans.md sends, sent as it is written. */
@MeterlarkTest
class PlansGuideTests {

    private static final Pattern REQUEST =
            Pattern.compile("(?ms)^```http\n([A-Z]+) (\\S+)\n(.*?)^```$");

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    @Test
    void everyRequestOfTheGuideIsTaken() throws IOException {
        String account = tenants.newOwner().account().id().toString();
        List<MatchResult> requests =
                REQUEST.matcher(Files.readString(Path.of("docs/plans.md"))).results().toList();
        assertThat(requests).hasSizeGreaterThan(5);

        for (MatchResult request : requests) {
            HttpResponse<String> answer =
                    new Asked(port)
                            .ask(
                                    request.group(1),
                                    request.group(2).replace("{account}", account),
                                    tenants.operator().token(),
                                    request.group(3));
            assertThat(answer.statusCode())
                    .as("%s: %s", request.group(2), answer.body())
                    .isBetween(200, 201);
        }
    }
}
