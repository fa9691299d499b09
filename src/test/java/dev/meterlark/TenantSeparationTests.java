package dev.meterlark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.InvitationView;
import dev.meterlark.account.MemberView;
import dev.meterlark.account.Members;
import dev.meterlark.billing.invoice.IssuedThings;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.Functions;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.invocation.deadletter.Replay;
import dev.meterlark.invocation.deadletter.Replays;
import dev.meterlark.invocation.destination.EndedCalls;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.pipeline.PipelineSettings;
import dev.meterlark.pipeline.PipelineVersions;
import dev.meterlark.pipeline.Pipelines;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.Triggers;
import dev.meterlark.trigger.kafka.KafkaConnections;
import dev.meterlark.trigger.route.RouteId;
import dev.meterlark.trigger.route.RouteWish;
import dev.meterlark.trigger.route.Routes;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every route that names a thing of an account, asked by the owner of another account: the answer
 * for a thing that is there is the answer for one that is not, byte for byte.
 */
@MeterlarkTest
class TenantSeparationTests {

    /** They differ from one answer to the next whoever asks. */
    /** Of the time, of what was asked before, and of the connection, which ends after so many. */
    private static final Set<String> OF_THE_MOMENT =
            Set.of("date", "ratelimit", "connection", "keep-alive");

    /** Masked anew for each answer. */
    private static final Pattern FORM_TOKEN = Pattern.compile("[A-Za-z0-9_=-]{100,}");

    /** The log of any call may be on its way still, so its page waits for that of each id. */
    private static final List<String> SAYS_NOTHING_IS_THERE =
            List.of("here is no such", "The log is on its way");

    private static final String FUNCTION = "thumbnails";
    private static final String PIPELINE = "checkout";
    private static final String KAFKA = "their-kafka";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Members members;
    @Autowired Functions functions;
    @Autowired Pipelines pipelines;
    @Autowired PipelineVersions pipelineVersions;
    @Autowired ApplicationEventPublisher events;
    @Autowired List<RecordSink> sinks;
    @Autowired StoredThings stored;
    @Autowired InstantSource clock;
    @Autowired List<EndListener> listeners;
    @Autowired TransactionTemplate transaction;
    @Autowired Replays replays;
    @Autowired Triggers triggers;
    @Autowired Routes routes;
    @Autowired KafkaConnections kafka;
    @Autowired JdbcTemplate jdbc;
    @Autowired SignInThings signIn;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping table;

    private Tenant victim;
    private Tenant member;
    private InvitationView invitation;
    private InvocationRecord call;
    private String receipt;
    private EndedCall givenUp;
    private Replay replay;
    private TriggerId trigger;
    private RouteId httpRoute;
    private String invoice;
    private Tenant stranger;

    /**
     * @param theirs as it stands in the victim's addresses
     * @param missing of the same form, and nobody's
     */
    private record Name(String theirs, String missing) {}

    private static final Name NOTHING = new Name("", "");

    @BeforeEach
    void settle() {
        victim = tenants.newOwner();
        member = tenants.newMember(victim, "developer");
        invitation =
                members.invite(tenants.caller(victim), tenants.newEmail(), "viewer").invitation();
        stranger = tenants.newOwner();
        AccountIdentity account = victim.account();
        FunctionId function = FunctionId.random();
        events.publishEvent(new FunctionPublished(SampleSnapshot.of(account, function, FUNCTION)));
        call =
                new SampleRecords(System.nanoTime())
                        .succeeded(account.id(), function, clock.instant());
        sinks.forEach(s -> s.accept(List.of(call)));
        givenUp =
                EndedCalls.failed(
                        account.id(),
                        function,
                        EndReason.RETRIES_EXHAUSTED,
                        new OfWebhook(URI.create("http://127.0.0.1:1024/nobody")));
        transaction.executeWithoutResult(
                _ -> listeners.forEach(each -> each.ended(List.of(givenUp))));
        replay =
                replays.start(
                        tenants.caller(victim), FUNCTION, DeadLetterFilter.of(function), null);
        signIn.keep(victim.person());
        receipt = stored.keep(tenants.caller(victim));
        invoice = IssuedThings.issue(jdbc, victim.account().id());
        pipeline();
    }

    private void pipeline() {
        Caller owner = tenants.caller(victim);
        var node =
                new FunctionSettings(
                        "nodejs", null, null, null, null, null, null, null, null, null, null);
        functions.create(owner, "parse", node);
        pipelines.create(owner, PIPELINE, new PipelineSettings(null, "parse", null, null));
        pipelineVersions.publish(owner, PIPELINE);
        JsonNode wish =
                JsonMapper.shared().readTree("{\"type\": \"topic\", \"topic\": \"orders\"}");
        trigger = triggers.create(owner, TargetKind.FUNCTION, "parse", wish).id();
        JsonNode path =
                JsonMapper.shared()
                        .readTree(
                                "{\"method\": \"GET\", \"path\": \"/orders\", \"function\":"
                                        + " \"parse\"}");
        httpRoute =
                routes.create(owner, JsonMapper.shared().treeToValue(path, RouteWish.class)).id();
        kafka.create(
                owner,
                JsonMapper.shared()
                        .readTree(
                                "{\"name\": \"%s\", \"brokers\": [{\"host\": \"kafka.example\"}]}"
                                        .formatted(KAFKA)));
    }

    @Test
    void anotherAccountsThingIsTheSame404AsOneThatIsNotThere() {
        List<String> wrong = new ArrayList<>();
        for (Route route : routes(true)) {
            Asked program = new Asked(port);
            compare(route, program, Map.of("Authorization", "Bearer " + stranger.token()), wrong);
        }

        assertThat(wrong).isEmpty();
        everythingIsStillThere();
    }

    @Test
    void alsoOnThePages() {
        Asked browser = new Asked(port);
        browser.signIn(stranger.email(), Tenants.PASSWORD);
        String token = browser.formToken("/account/members");
        List<String> wrong = new ArrayList<>();
        for (Route route : routes(false)) {
            compare(route, browser, Map.of("X-CSRF-TOKEN", token, "Accept", "text/html"), wrong);
        }

        assertThat(wrong).isEmpty();
        everythingIsStillThere();
    }

    private void compare(
            Route route, Asked asked, Map<String, String> headers, List<String> wrong) {
        Map<String, Name> names = new TreeMap<>();
        route.address(
                variable -> {
                    names.put(variable, name(route, variable));
                    return "x";
                });
        HttpResponse<String> theirs =
                ask(route, asked, headers, v -> names.getOrDefault(v, NOTHING).theirs());
        String ofTheirs = told(theirs, shownAfter(theirs, asked));
        HttpResponse<String> missing =
                ask(route, asked, headers, v -> names.getOrDefault(v, NOTHING).missing());
        String ofMissing = told(missing, shownAfter(missing, asked));
        for (Name name : names.values()) {
            ofTheirs = ofTheirs.replace(name.theirs(), "…");
            ofMissing = ofMissing.replace(name.missing(), "…");
        }
        boolean page = !route.isForPrograms();
        boolean notFound =
                missing.statusCode() == 404
                        || page && SAYS_NOTHING_IS_THERE.stream().anyMatch(ofMissing::contains);
        if (!notFound || !ofTheirs.equals(ofMissing)) {
            wrong.add("%s: theirs is %s, missing is %s".formatted(route, ofTheirs, ofMissing));
        }
    }

    private HttpResponse<String> ask(
            Route route, Asked asked, Map<String, String> headers, UnaryOperator<String> values) {
        HttpRequest.Builder request = route.request(asked, route.address(values), body(route));
        headers.forEach(request::header);
        return asked.send(request);
    }

    /** A page says what came of a form on the page that it leads to. */
    private static String shownAfter(HttpResponse<String> answer, Asked browser) {
        return answer.statusCode() == 302
                ? browser.get(URI.create(Asked.header(answer, "Location")).getPath()).body()
                : answer.body();
    }

    private static String told(HttpResponse<String> answer, String body) {
        String headers =
                answer.headers().map().entrySet().stream()
                        .filter(h -> !OF_THE_MOMENT.contains(h.getKey().toLowerCase(Locale.ROOT)))
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(" "));
        return answer.statusCode() + " " + headers + " " + FORM_TOKEN.matcher(body).replaceAll("");
    }

    private static String body(Route route) {
        return switch (route.toString()) {
            case "PATCH /api/v1/members/{person}" -> "{\"role\":\"viewer\"}";
            case "PUT /api/v1/functions/{name}/role" -> "{\"permissions\":[]}";
            case "PUT /api/v1/functions/{name}/aliases/{alias}" -> "{\"version\":\"1\"}";
            case "POST /account/members/{person}/role" -> "role=viewer";
            default -> route.isForPrograms() ? "{}" : "";
        };
    }

    /** What the victim has for a variable; a route with another kind of thing needs a row. */
    private Name name(Route route, String variable) {
        String before = route.path().substring(0, route.path().indexOf("{" + variable));
        return SignInThings.isNamed(before)
                ? new Name(signIn.id(before).toString(), UUID.randomUUID().toString())
                : name(route, variable, before);
    }

    private Name name(Route route, String variable, String before) {
        if (before.endsWith("/members/")) {
            return new Name(member.person().person().toString(), UUID.randomUUID().toString());
        }
        if (before.endsWith("/account/invitations/") || before.endsWith("/v1/invitations/")) {
            return new Name(invitation.id().toString(), UUID.randomUUID().toString());
        }
        if (before.endsWith("/api-keys/") || before.endsWith("/account/keys/")) {
            String id = victim.key().id();
            return new Name(id, id.substring(0, 4) + new StringBuilder(id.substring(4)).reverse());
        }
        if (before.endsWith("/pipelines/")) {
            return named(PIPELINE);
        }
        if (before.endsWith("/functions/")) {
            return named(FUNCTION);
        }
        if (before.equals("/api/v1/invocations/") || before.matches(".*calls/.*")) {
            return new Name(
                    call.invocation().toString(), InvocationId.at(clock.instant()).toString());
        }
        if (before.endsWith("/dead-letters/") || before.endsWith("/deliveries/")) {
            return new Name(givenUp.id().toString(), InvocationId.at(clock.instant()).toString());
        }
        if (before.endsWith("/triggers/") || before.endsWith("/routes/")) {
            String there = (before.endsWith("/routes/") ? httpRoute : trigger).toString();
            return new Name(there, UUID.randomUUID().toString());
        }
        if (before.endsWith("/replays/")) {
            return new Name(replay.id().toString(), UUID.randomUUID().toString());
        }
        if (before.endsWith("/kafka-connections/")) {
            return named(KAFKA);
        }
        if (before.endsWith("/invoices/")) {
            return new Name(invoice, invoice.replace('9', '8'));
        }
        if (StoredThings.isNamed(before)) {
            return named(StoredThings.NAME);
        }
        if (before.endsWith("/messages/")) {
            return new Name(receipt, receipt.replace(receipt.charAt(0), 'A'));
        }
        return within(route, variable, before);
    }

    /** Of what has a name within another thing alone. */
    private static Name within(Route route, String variable, String before) {
        if (before.matches(".*/(versions|invoices)/") || before.contains("/pipelines/")) {
            return new Name("4711", "1147");
        }
        if (before.endsWith("/contents/") || before.endsWith("/shifts/")) {
            return new Name(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        }
        if (before.endsWith("/aliases/")) {
            return new Name("live", "evil");
        }
        if (before.endsWith("/events/")) {
            return new Name("order", "redro");
        }
        if (before.endsWith("/environment/")) {
            return new Name("COLOUR", "RUOLOC");
        }
        throw new AssertionError(
                "what has another account for {%s} in %s?".formatted(variable, route));
    }

    private static Name named(String theirs) {
        return new Name(theirs, new StringBuilder(theirs).reverse().toString());
    }

    private void everythingIsStillThere() {
        assertThat(members.list(tenants.caller(victim)))
                .filteredOn(m -> m.person().equals(member.person().person()))
                .extracting(MemberView::role)
                .containsExactly("developer");
        assertThat(members.invitations(tenants.caller(victim))).contains(invitation);
        Asked theirs = new Asked(port);
        String theirCall = "/api/v1/invocations/" + call.invocation();
        assertThat(theirs.ask("GET", theirCall, victim.token(), "").statusCode()).isEqualTo(200);
        assertThat(theirs.ask("GET", "/api/v1/account", victim.token(), "").statusCode())
                .isEqualTo(200);
        assertThat(stored.isThere(tenants.caller(victim))).isTrue();
        assertThat(signIn.isThere()).isTrue();
        assertThat(triggers.show(tenants.caller(victim), trigger.toString()).state())
                .isEqualTo("enabled");
        assertThat(routes.show(tenants.caller(victim), httpRoute.toString()).key())
                .isEqualTo("GET /orders");
        assertThat(kafka.show(tenants.caller(victim), KAFKA).name()).isEqualTo(KAFKA);
    }

    private List<Route> routes(boolean forPrograms) {
        return Route.of(table).stream()
                .filter(r -> !r.isAws())
                .filter(r -> r.hasVariables() && !r.isOpen())
                .filter(r -> r.needs() != Permission.OPERATE)
                .filter(r -> r.isForPrograms() == forPrograms)
                .toList();
    }
}
