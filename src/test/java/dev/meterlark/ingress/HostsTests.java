package dev.meterlark.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.invocation.Published;
import dev.meterlark.shared.AccountId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which function a host and a path mean. */
class HostsTests {

    private final RouteTable routes = new RouteTable();
    private final Published thumbs = Published.function(AccountId.random(), "thumbs");

    @ParameterizedTest
    @CsvSource({
        "thumbs.acme.fn.localhost:8090, /a, /a",
        "THUMBS.Acme.FN.localhost, /a, /a",
        "thumbs.acme.fn.localhost., /a, /a",
        "localhost:8090, /acme/thumbs/a, /a",
        "localhost, /acme/thumbs, /",
        "127.0.0.1:8090, /acme/thumbs/, /",
        "[::1]:8090, /acme/thumbs/a/b, /a/b",
        "fn.localhost, /acme/thumbs//a, //a",
    })
    void aFunctionIsFoundByItsNames(String host, String path, String rest) {
        routes.published(thumbs.snapshot());

        Target target = hosts("fn.localhost").find(host, path);

        assertThat(Objects.requireNonNull(target.route()).function().name()).isEqualTo("thumbs");
        assertThat(target.path()).isEqualTo(rest);
        assertThat(target.guessable()).isTrue();
    }

    @Test
    void andByItsIdWhichNobodyGuesses() {
        routes.published(thumbs.snapshot());
        String id = thumbs.url().id();

        Target target = hosts("fn.localhost").find(id + ".fn.localhost:8090", "/x");

        assertThat(target.route()).isNotNull();
        assertThat(target.guessable()).isFalse();
        assertThat(target.shared()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fn.localhost, /",
        "thumbs.fn.localhost, /",
        "thumbs.acme, /",
        "thumbs.acme.fn.localhost.evil.example, /",
        "evil.example, /acme/thumbs/",
        "evilfn.localhost, /acme/thumbs",
        "localhost, /",
        "localhost, /acme",
        "localhost, /acme/thumbs2/",
        "localhost, /acme/Thumbs/",
        "localhost, /acme%2Fthumbs/",
        "localhost, //acme/thumbs/",
        "localhost, /other/thumbs/",
        "thumbs.other.fn.localhost, /",
        "x.thumbs.acme.fn.localhost, /",
        "thumbs--7.acme.fn.localhost, /",
        "localhost, /acme/thumbs--7/",
        "localhost, /acme/thumbs--/",
        "localhost, /acme/--7/",
        "localhost, /acme--7/thumbs/",
        "thumbs.acme--7.fn.localhost, /",
        "thumbs--$LATEST.acme.fn.localhost, /",
        ".fn.localhost, /",
        ":8090, /acme/thumbs/",
    })
    void nothingElseIs(String host, String path) {
        routes.published(thumbs.snapshot());

        assertThat(hosts("fn.localhost").find(host, path).route()).isNull();
    }

    @Test
    void aVersionAndAnAliasAreFoundBehindEachNameOfTheFunction() {
        routes.published(thumbs.snapshot());
        routes.published(thumbs.version("7").snapshot());
        routes.published(thumbs.alias("live", 1, "7"));
        routes.published(thumbs.alias("Live_2--x", 1, "7"));
        Hosts hosts = hosts("fn.localhost");

        assertThat(version(hosts.find("localhost", "/acme/thumbs--7/a"))).isEqualTo("7");
        assertThat(version(hosts.find("thumbs--7.acme.fn.localhost", "/"))).isEqualTo("7");
        assertThat(version(hosts.find("localhost", "/acme/thumbs--live"))).isEqualTo("live");
        assertThat(version(hosts.find("THUMBS--Live.acme.fn.localhost", "/"))).isEqualTo("live");
        assertThat(version(hosts.find("localhost", "/acme/thumbs--Live_2--x/")))
                .isEqualTo("Live_2--x");
        assertThat(version(hosts.find(thumbs.url().id() + "--live.fn.localhost", "/")))
                .isEqualTo("live");
        assertThat(version(hosts.find("localhost", "/acme/thumbs/"))).isEqualTo("$LATEST");
    }

    @Test
    void whoMayCallAVersionIsSaidByTheFunction() {
        routes.published(thumbs.open(UrlAuth.AWS_IAM, null).snapshot());
        routes.published(thumbs.version("7").open(UrlAuth.NONE, null).snapshot());

        Route route = hosts("fn.localhost").find("localhost", "/acme/thumbs--7").route();

        assertThat(Objects.requireNonNull(route).url().auth()).isEqualTo(UrlAuth.AWS_IAM);
    }

    @Test
    void whatIsWithdrawnIsFoundNoMore() {
        routes.published(thumbs.snapshot());
        routes.published(thumbs.version("7").snapshot());
        routes.published(thumbs.alias("live", 1, "7"));
        Hosts hosts = hosts("fn.localhost");

        routes.withdrawn(thumbs.alias("live", 1, "7"));
        assertThat(hosts.find("localhost", "/acme/thumbs--live").route()).isNull();
        assertThat(hosts.find("localhost", "/acme/thumbs--7").route()).isNotNull();
        routes.withdrawn(thumbs.snapshot());
        assertThat(hosts.find("localhost", "/acme/thumbs--7").route()).isNull();
    }

    @Test
    void aDomainOfOnesOwnTakesThePlaceOfTheUsual() {
        routes.published(thumbs.snapshot());
        Hosts hosts = hosts("fn.example.org");

        assertThat(hosts.find("thumbs.acme.fn.example.org", "/").route()).isNotNull();
        assertThat(hosts.find("fn.example.org", "/acme/thumbs/").route()).isNotNull();
        assertThat(hosts.find("thumbs.acme.fn.localhost", "/").route()).isNull();
    }

    @Test
    void whatChangesChangesForTheNextRequest() {
        Hosts hosts = hosts("fn.localhost");
        routes.published(thumbs.snapshot());
        routes.published(thumbs.open(UrlAuth.AWS_IAM, null).revision(2).snapshot());

        Route now = Objects.requireNonNull(hosts.find("localhost", "/acme/thumbs").route());
        assertThat(now.url().auth()).isEqualTo(UrlAuth.AWS_IAM);
        routes.withdrawn(thumbs.snapshot());
        assertThat(hosts.find("localhost", "/acme/thumbs").route()).isNull();
        assertThat(routes.size()).isZero();
    }

    @Test
    void anIdleFunctionTakesLittleOfTheRouter() {
        List<FunctionSnapshot> functions = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            functions.add(
                    Published.function(AccountId.random(), "function-" + i)
                            .of("account-" + i)
                            .snapshot());
        }
        long before = used();
        functions.forEach(routes::published);
        long bytes = used() - before;

        assertThat(bytes / functions.size()).isLessThan(4 * 1024);
        assertThat(routes.size()).isEqualTo(3 * functions.size());
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String version(Target target) {
        return target.route() == null ? "" : target.route().function().qualifier();
    }

    private Hosts hosts(String domain) {
        return new Hosts(
                routes,
                new AccountRoutes(),
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of("meterlark.ingress.domain", domain)))
                        .bindOrCreate("meterlark.ingress", IngressProperties.class));
    }
}
