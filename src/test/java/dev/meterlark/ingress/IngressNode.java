package dev.meterlark.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.Doors;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.InvocationNode;
import dev.meterlark.invocation.Published;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.Ending;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole module on a free port, over a real {@link InvocationNode} with faked workers. The
 * account {@code acme} has the public functions {@code echo}, which answers the event, and {@code
 * says}, which answers what a test tells it to.
 */
final class IngressNode implements AutoCloseable {

    final RouteTable routes = new RouteTable();
    final AccountRoutes accounts = new AccountRoutes();
    final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    final KnownKeys keys = new KnownKeys();
    final AccountId acme = AccountId.random();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final InvocationNode invocations;
    final IngressListener listener;
    final Published echo = Published.function(acme, "echo");
    final Published says = Published.function(acme, "says").handler("says");

    IngressNode(Path data) throws IOException {
        this(data, Map.of());
    }

    IngressNode(Path data, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("meterlark.ingress.port", "0");
        IngressProperties properties =
                new Binder(new MapConfigurationPropertySource(all))
                        .bindOrCreate("meterlark.ingress", IngressProperties.class);
        invocations = new InvocationNode(data, all, routes);
        Doors doors = Doors.with(all, keys, invocations.clock);
        listener =
                new IngressListener(
                        properties,
                        new Hosts(routes, accounts, properties),
                        new HookPaths(
                                new StaticListableBeanFactory().getBeanProvider(Hooks.class),
                                properties),
                        new Doorman(doors.callers(), beans.getBeanProvider(TokenCheck.class)),
                        new Peers(doors.proxies()),
                        invocations.invocations,
                        invocations.intake,
                        doors.transport(),
                        doors.addresses(),
                        metrics,
                        invocations.clock);
        listener.start();
        publish(echo);
        publish(says);
    }

    void publish(Published function) {
        invocations.publish(function);
    }

    /** The same functions, but not for everyone any more. */
    void require(UrlAuth auth) {
        publish(echo.open(auth, null).revision(2));
    }

    FakeWorkers workers() {
        return invocations.workers;
    }

    /** What the function {@code says} answers from now on. */
    void say(String json) {
        workers().end("says", new Ending.Succeeded(json.getBytes(UTF_8), "application/json"));
    }

    double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    int port() {
        return listener.port();
    }

    Wire connect() throws IOException {
        return new Wire(port());
    }

    /** One request on a connection of its own. */
    Wire.Answer ask(String... lines) throws IOException {
        try (Wire wire = connect()) {
            return wire.ask(lines);
        }
    }

    @Override
    public void close() {
        listener.stop();
        invocations.close();
    }
}
