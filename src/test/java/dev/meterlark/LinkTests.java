package dev.meterlark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.billing.invoice.IssuedThings;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.trigger.TriggeredFunction;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** No link of the console is dead, also where what it was about has gone meanwhile. */
@MeterlarkTest
class LinkTests {

    private static final Pattern LINK = Pattern.compile("<a\\s[^>]*href=\"(/[^\"#]*)");

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");

    /** Pages that differ only in what their addresses ask for: so many of a kind are opened. */
    private static final int ALIKE = 3;

    private static final int MOST_PAGES = 600;
    private static final Duration LONG = Duration.ofSeconds(30);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired StoredThings stored;
    @Autowired SignInThings signIn;
    @Autowired JdbcTemplate jdbc;

    /** A link, and where it stands. */
    private record Link(String to, String from) {}

    @Test
    void everyLinkOfAnAccountWithSomethingOfEverythingLeadsSomewhere() {
        var parse = new TriggeredFunction(port, tenants, workers, "parse");
        Tenant owner = parse.owner();
        furnish(parse);
        leaveTraces(new TriggeredFunction(port, owner, workers, "gone"), parse);

        Set<String> pages = crawl(owner, "/functions");

        assertThat(pages)
                .contains(
                        "/pipelines/inner",
                        "/pipelines/outer",
                        "/functions/parse/versions/1",
                        "/queues/orders",
                        "/async-calls");
    }

    @Test
    void soDoesEveryLinkOfTheOperatorsRoom() {
        tenants.newOwner();

        assertThat(crawl(tenants.operator(), "/operator")).contains("/operator/nodes");
    }

    private void furnish(TriggeredFunction parse) {
        Tenant owner = parse.owner();
        stored.keep(tenants.caller(owner));
        signIn.keep(owner.person());
        IssuedThings.issue(jdbc, owner.account().id());
        tenants.newMember(owner, "developer");
        done(parse, "POST", "/functions/parse/versions", "{}");
        done(parse, "PUT", "/functions/parse/aliases/live", "{\"version\":\"1\"}");
        done(parse, "POST", "/pipelines", "{\"name\":\"inner\",\"definition\":\"parse\"}");
        done(
                parse,
                "POST",
                "/pipelines",
                "{\"name\":\"outer\",\"definition\":\"inner|parse:live\"}");
        done(
                parse,
                "POST",
                "/pipelines/outer/triggers",
                "{\"type\":\"queue\",\"queue\":\"orders\"}");
        done(
                parse,
                "POST",
                "/kafka-connections",
                "{\"name\":\"events\",\"brokers\":[{\"host\":\"kafka.example\"}]}");
        done(
                parse,
                "POST",
                "/routes",
                "{\"method\":\"GET\",\"path\":\"/orders\",\"function\":\"parse\"}");
        done(parse, "POST", "/functions/parse/invocations", "{}");
        done(parse, "POST", "/pipelines/outer/invocations", "[]");
    }

    /** Calls, letters and a trigger of a function that is there no more. */
    private void leaveTraces(TriggeredFunction gone, TriggeredFunction other) {
        gone.trigger("{\"type\":\"schedule\",\"expression\":\"rate(1 hour)\"}");
        done(gone, "PUT", "/functions/gone/async", "{\"maxRetries\":0}");
        gone.answers(_ -> new Ending.FunctionFailed("Broken", "on purpose", new byte[0]));
        HttpResponse<String> later =
                new Asked(port)
                        .postJson(
                                "/api/v1/functions/gone/invocations",
                                gone.owner().token(),
                                "{}",
                                "Prefer",
                                "respond-async");
        assertThat(later.statusCode()).as(later.body()).isEqualTo(202);
        gone.awaitEvents(1);
        await().atMost(LONG)
                .until(() -> gone.ask("GET", "/dead-letters", "").body().contains("on purpose"));
        done(gone, "DELETE", "/functions/gone", "");
        assertThat(other.ask("GET", "/triggers", "").body()).contains("\"gone\"");
    }

    private static void done(TriggeredFunction of, String method, String path, String body) {
        HttpResponse<String> answer = of.ask(method, path, body);
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isLessThan(300);
    }

    /**
     * @return the paths of all pages that were opened
     */
    private Set<String> crawl(Tenant person, String first) {
        Asked browser = new Asked(port);
        browser.signIn(person.email(), Tenants.PASSWORD);
        Map<String, Integer> alike = new HashMap<>();
        Set<String> seen = new HashSet<>(Set.of(first));
        Set<String> paths = new HashSet<>();
        Queue<Link> ahead = new ArrayDeque<>(List.of(new Link(first, "")));
        List<String> dead = new ArrayList<>();
        for (Link link = ahead.poll(); link != null; link = ahead.poll()) {
            HttpResponse<String> answer = open(browser, link.to());
            paths.add(link.to().replaceAll("\\?.*", ""));
            if (answer.statusCode() >= 400 && !asksAgain(answer)) {
                dead.add(
                        "%d: %s, linked from %s"
                                .formatted(answer.statusCode(), link.to(), link.from()));
            }
            for (String to : links(answer)) {
                if (seen.add(to) && alike.merge(kind(to), 1, Integer::sum) <= ALIKE) {
                    ahead.add(new Link(to, link.to()));
                }
            }
            assertThat(paths.size()).as("pages").isLessThan(MOST_PAGES);
        }
        assertThat(dead).isEmpty();
        return paths;
    }

    /** Dangerous pages come after a question. */
    private static boolean asksAgain(HttpResponse<String> answer) {
        return answer.statusCode() == 403 && answer.body().contains("Is it you?");
    }

    private static HttpResponse<String> open(Asked browser, String address) {
        HttpResponse<String> answer = browser.get(address, "Accept", "text/html");
        for (int hops = 0; answer.statusCode() / 100 == 3 && hops < 3; hops++) {
            String next = Asked.header(answer, "Location").replaceFirst("^https?://[^/]+", "");
            answer = browser.get(next, "Accept", "text/html");
        }
        return answer;
    }

    private static List<String> links(HttpResponse<String> page) {
        if (!Asked.header(page, "Content-Type").startsWith("text/html")) {
            return List.of();
        }
        Matcher found = LINK.matcher(page.body());
        List<String> links = new ArrayList<>();
        while (found.find()) {
            links.add(found.group(1).replace("&amp;", "&"));
        }
        return links;
    }

    /** The path without ids, and what is asked for without its values. */
    private static String kind(String address) {
        String[] parts = ID.matcher(address).replaceAll("{}").split("\\?", 2);
        return parts.length == 1
                ? parts[0]
                : Arrays.stream(parts[1].split("&"))
                        .map(each -> each.replaceAll("=.*", ""))
                        .collect(Collectors.joining("&", parts[0] + "?", ""));
    }
}
