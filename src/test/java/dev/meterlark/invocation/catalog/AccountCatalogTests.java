package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.invocation.FunctionRef;

import org.junit.jupiter.api.Test;
import org.springframework.cloud.function.context.FunctionProperties;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.support.MessageBuilder;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What Spring Cloud Function's registry would do by itself, and what a catalog does not let it. */
class AccountCatalogTests {

    private static final FunctionRef PARSE = FunctionRef.latest("parse");
    private static final FunctionRef STORE = new FunctionRef("store", "live");

    private final List<Message<byte[]>> seen = Collections.synchronizedList(new ArrayList<>());

    @Test
    void theRegistryAloneResolvesAnUnknownNameToItsOnlyFunctionAndKeepsWhatWasThereFirst() {
        var registry =
                new SimpleFunctionRegistry(
                        new DefaultConversionService(),
                        new CompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
                        new JacksonMapper(new JsonMapper()),
                        new FunctionProperties(),
                        null);
        registry.register(registration("theirs", "first"));
        Object unknown = registry.lookup("no-such-function");
        registry.register(registration("theirs", "second"));
        Function<Message<byte[]>, Message<byte[]>> redeployed = registry.lookup("theirs");

        assertThat(unknown).isNotNull();
        assertThat(text(redeployed.apply(message("x", Map.of())))).isEqualTo("x>first");
    }

    @Test
    void aLoneFunctionAnswersToItsOwnNameAlone() {
        AccountCatalog catalog = catalog(1, PARSE);

        assertThat(catalog.composed(List.of(PARSE))).isPresent();
        for (String other :
                List.of(
                        "no-such-function",
                        "",
                        "parse,parse",
                        "parse|parse",
                        "functionRouter",
                        "f:parse:$LATEST",
                        "${spring.cloud.function.definition}")) {
            assertThat(catalog.composed(List.of(FunctionRef.latest(other)))).as(other).isEmpty();
        }
        assertThat(catalog.composed(List.of(new FunctionRef("parse", "1")))).isEmpty();
        assertThat(catalog.composed(List.of())).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotComposedWhateverIsBesideIt() {
        AccountCatalog catalog = catalog(1, PARSE, STORE);

        assertThat(catalog.composed(List.of(PARSE, FunctionRef.latest("theirs")))).isEmpty();
        assertThat(catalog.composed(List.of(PARSE, FunctionRef.latest("store")))).isEmpty();
    }

    @Test
    void stagesComeOneAfterTheOtherAlsoTheSameOneTwice() {
        AccountCatalog catalog = catalog(1, PARSE, STORE);

        var composed = catalog.composed(List.of(PARSE, STORE, PARSE)).orElseThrow();

        assertThat(text(composed.apply(message("x", Map.of()))))
                .isEqualTo("x>parse:$LATEST>store:live>parse:$LATEST");
    }

    @Test
    void aHundredStagesAreOneFunction() {
        AccountCatalog catalog = catalog(1, PARSE);

        var composed = catalog.composed(Collections.nCopies(100, PARSE)).orElseThrow();

        assertThat(text(composed.apply(message("", Map.of()))))
                .isEqualTo(">parse:$LATEST".repeat(100));
    }

    @Test
    void aNameThatComposesIsNeverPutIn() {
        AccountCatalog catalog =
                catalog(1, new FunctionRef("a|b", "1"), new FunctionRef("a,b", "1"), PARSE);

        assertThat(catalog.composed(List.of(new FunctionRef("a|b", "1")))).isEmpty();
        assertThat(catalog.composed(List.of(new FunctionRef("a,b", "1")))).isEmpty();
    }

    @Test
    void aFunctionCalledLikeTheRouterIsOneLikeAnyOther() {
        FunctionRef router = FunctionRef.latest("functionRouter");
        AccountCatalog catalog = catalog(1, router, PARSE);

        var function = catalog.composed(List.of(router)).orElseThrow();

        assertThat(
                        text(
                                function.apply(
                                        message(
                                                "x",
                                                Map.of(
                                                        "spring.cloud.function.definition",
                                                        "f:parse:$LATEST")))))
                .isEqualTo("x>functionRouter:$LATEST");
    }

    @Test
    void headersThatSteerSpringSteerNothing() {
        AccountCatalog catalog = catalog(1, PARSE, STORE);
        Map<String, Object> steering =
                Map.of(
                        "spring.cloud.function.definition", "f:store:live",
                        "spring.cloud.function.routing-expression", "T(java.lang.System).exit(1)",
                        "function.name", "f:store:live",
                        "scf-func-name", "f:store:live",
                        "expected-content-type", "text/html",
                        "spring.cloud.stream.sendto.destination", "theirs",
                        "lambda-runtime-aws-request-id", "1",
                        "target-protocol", "amqp",
                        "ce-specversion", "1.0",
                        "contentType", "text/plain");

        Message<byte[]> answer =
                catalog.composed(List.of(PARSE)).orElseThrow().apply(message("x", steering));

        assertThat(text(answer)).isEqualTo("x>parse:$LATEST");
        assertThat(answer.getHeaders()).containsOnlyKeys("contentType", "id", "timestamp");
        assertThat(answer.getHeaders().get("contentType")).isEqualTo("text/plain");
        assertThat(seen)
                .singleElement()
                .satisfies(
                        m ->
                                assertThat(m.getHeaders())
                                        .containsOnlyKeys("contentType", "id", "timestamp"));
    }

    @Test
    void manyThreadsComposeTheSameAndOthersAtOnce() {
        Set<FunctionRef> functions =
                IntStream.range(0, 200)
                        .mapToObj(i -> FunctionRef.latest("f" + i))
                        .collect(Collectors.toSet());
        AccountCatalog catalog = new AccountCatalog(1, functions, this::appends);

        List<String> answers =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(
                                i ->
                                        catalog.composed(
                                                        List.of(
                                                                FunctionRef.latest("f" + i % 200),
                                                                FunctionRef.latest("f" + i % 7)))
                                                .orElseThrow())
                        .map(each -> text(each.apply(message("", Map.of()))))
                        .toList();

        assertThat(answers)
                .isEqualTo(
                        IntStream.range(0, 400)
                                .mapToObj(i -> ">f%d:$LATEST>f%d:$LATEST".formatted(i % 200, i % 7))
                                .toList());
    }

    private AccountCatalog catalog(long generation, FunctionRef... functions) {
        return new AccountCatalog(
                generation, Stream.of(functions).collect(Collectors.toSet()), this::appends);
    }

    private Function<Message<byte[]>, Message<byte[]>> appends(FunctionRef function) {
        return message -> {
            seen.add(message);
            Content in = Content.of(message);
            String text =
                    new String(in.bytes(), StandardCharsets.UTF_8)
                            + ">"
                            + function.name()
                            + ":"
                            + function.qualifier();
            return new Content(text.getBytes(StandardCharsets.UTF_8), in.type()).message();
        };
    }

    private static FunctionRegistration<?> registration(String name, String says) {
        Function<Message<byte[]>, Message<byte[]>> function =
                message -> message(text(message) + ">" + says, Map.of());
        return new FunctionRegistration<>(function, name)
                .type(
                        ResolvableType.forClassWithGenerics(
                                        Function.class,
                                        ResolvableType.forClassWithGenerics(
                                                Message.class, byte[].class),
                                        ResolvableType.forClassWithGenerics(
                                                Message.class, byte[].class))
                                .getType());
    }

    private static Message<byte[]> message(String text, Map<String, Object> headers) {
        return MessageBuilder.withPayload(text.getBytes(StandardCharsets.UTF_8))
                .copyHeaders(headers)
                .build();
    }

    private static String text(Message<byte[]> message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }
}
