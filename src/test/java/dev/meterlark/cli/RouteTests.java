package dev.meterlark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** Routes, and the secrets of webhooks. */
class RouteTests {

    private static final String ID = "0b0e3f1c-6a1e-4d57-9a55-8d3f0f6f2b11";
    private static final String ROUTE =
            """
            {"id":"%s","key":"GET /orders/{id}","method":"GET","path":"/orders/{id}",
             "function":"orders","pipeline":null,"qualifier":"live","auth":"none",
             "rate":{"perSecond":5},"createdAt":"2026-11-25T21:00:00Z",
             "changedAt":"2026-11-25T21:00:00Z"}\
            """
                    .formatted(ID);

    @TempDir Path home;
    private FakePlatform platform;
    private Typed typed;

    @BeforeEach
    void start() throws IOException {
        platform = new FakePlatform();
        typed = new Typed(home).loggedInTo(platform);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void theListSaysWhatAnswersWhereAndWhoMayAsk() {
        platform.json("GET /routes", "{\"items\":[%s]}".formatted(ROUTE));

        var seen = typed.lark("route");

        assertThat(seen.out()).containsPattern("GET +/orders/[{]id[}] +orders +live +none");
        assertThat(typed.lark("route", "list").out()).isEqualTo(seen.out());
        assertThat(typed.lark("route", "--json").out()).startsWith("{\"items\":[");
    }

    @Test
    void aRouteIsMadeOfWhatIsTypedAndItsIdIsTheAnswer() {
        platform.answers("POST /routes", 201, FakePlatform.JSON, ROUTE);

        var seen =
                typed.lark(
                        "route",
                        "create",
                        "GET",
                        "/orders/{id}",
                        "orders",
                        "auth=none",
                        "rate={\"perSecond\": 5}");

        assertThat(seen.out()).isEqualTo(ID + "\n");
        assertThat(platform.last("POST /api/v1/routes").text())
                .isEqualTo(
                        "{\"method\":\"GET\",\"path\":\"/orders/{id}\",\"function\":\"orders\","
                                + "\"auth\":\"none\",\"rate\":{\"perSecond\":5}}");
    }

    @Test
    void whatIsNotNamedStaysAsItIs() {
        platform.json("GET /routes/" + ID, ROUTE).json("PUT /routes/" + ID, ROUTE);

        var seen = typed.lark("route", "change", ID, "pipeline=parts", "rate=null");

        assertThat(seen.out()).isEqualTo("Changed %s, GET /orders/{id}.\n".formatted(ID));
        assertThat(platform.last("PUT /api/v1/routes/" + ID).text())
                .isEqualTo(
                        "{\"method\":\"GET\",\"path\":\"/orders/{id}\",\"qualifier\":\"live\","
                                + "\"auth\":\"none\",\"rate\":null,\"pipeline\":\"parts\"}");
    }

    @Test
    void whatIsNoIdOrNoMemberIsNotSent() {
        var id = typed.lark("route", "show", "../x");
        var member = typed.lark("route", "change", ID, "none");

        assertThat(id.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(id.err()).contains("a route's id looks like", "../x");
        assertThat(member.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(member.err()).contains("a member is as in auth=none, was: none");
        assertThat(platform.taken()).isEmpty();
    }

    @Test
    void aRouteIsShownWithoutWhatItDoesNotSayAndDeleted() {
        platform.json("GET /routes/" + ID, ROUTE)
                .answers("DELETE /routes/" + ID, 204, FakePlatform.JSON, "");

        assertThat(typed.lark("route", "show", ID).out())
                .contains("rate: {\"perSecond\":5}\n", "qualifier: live\n")
                .doesNotContain("pipeline");
        assertThat(typed.lark("route", "delete", ID).out())
                .isEqualTo("Deleted %s.\n".formatted(ID));
    }

    @Test
    void aWebhooksNewSecretIsTheAnswerAndTheSendersOwnIsRead() {
        String path = "/functions/ship/triggers/%s/secret".formatted(ID);
        platform.json("GET /triggers/" + ID, "{\"id\":\"%s\",\"function\":\"ship\"}".formatted(ID))
                .json(
                        "POST " + path,
                        "{\"secret\":\"s3\",\"previousUntil\":\"2026-11-25T21:00:00.5Z\"}");

        var seen = typed.lark("trigger", "secret", ID, "--overlap", "60");
        typed.sending("whsec_own\n").lark("trigger", "secret", ID, "--own");

        assertThat(seen.out()).isEqualTo("s3\n");
        assertThat(seen.err()).contains("The one before is good until 2026-11-25T21:00:00Z.");
        assertThat(platform.taken().get(1).text()).isEqualTo("{\"overlap\":60}");
        assertThat(platform.taken().getLast().text()).isEqualTo("{\"secret\":\"whsec_own\"}");
    }
}
