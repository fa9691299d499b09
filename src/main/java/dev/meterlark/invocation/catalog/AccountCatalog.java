package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.FunctionRef;

import org.springframework.cloud.function.context.FunctionProperties;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;

import tools.jackson.databind.json.JsonMapper;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The functions of one account for Spring Cloud Function, at one generation. Its registry resolves
 * an unknown name to its only function, takes commas for bars, keeps what it has for ever, looks up
 * one name after the other and remembers in an unsynchronised map. So each composition is looked up
 * once, in a registry of its own that holds no other functions, by names that are all among the
 * account's, and under the monitor.
 */
final class AccountCatalog {

    /** Neither {@code |} nor {@code ,}, which compose, nor anything that a property could mean. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$:-]+");

    private static final Type MESSAGES =
            ResolvableType.forClassWithGenerics(
                            Function.class,
                            ResolvableType.forClassWithGenerics(Message.class, byte[].class),
                            ResolvableType.forClassWithGenerics(Message.class, byte[].class))
                    .getType();

    private static final ConversionService CONVERSIONS = new DefaultConversionService();
    private static final JacksonMapper JSON = new JacksonMapper(new JsonMapper());

    private final long generation;
    private final Set<FunctionRef> functions;
    private final Function<FunctionRef, Function<Message<byte[]>, Message<byte[]>>> caller;
    private final Map<List<FunctionRef>, Function<Message<byte[]>, Message<byte[]>>> found =
            new HashMap<>();

    /**
     * @param caller how each of them is called
     */
    AccountCatalog(
            long generation,
            Set<FunctionRef> functions,
            Function<FunctionRef, Function<Message<byte[]>, Message<byte[]>>> caller) {
        this.generation = generation;
        this.functions = Set.copyOf(functions);
        this.caller = caller;
    }

    long generation() {
        return generation;
    }

    /** One after the other, as one; empty when one of them is not among the account's. */
    synchronized Optional<Function<Message<byte[]>, Message<byte[]>>> composed(
            List<FunctionRef> wanted) {
        boolean known =
                functions.containsAll(wanted)
                        && wanted.stream().allMatch(each -> NAME.matcher(name(each)).matches());
        return wanted.isEmpty() || !known
                ? Optional.empty()
                : Optional.of(found.computeIfAbsent(List.copyOf(wanted), this::lookUp));
    }

    private Function<Message<byte[]>, Message<byte[]>> lookUp(List<FunctionRef> wanted) {
        SimpleFunctionRegistry registry =
                new SimpleFunctionRegistry(
                        CONVERSIONS,
                        new CompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
                        JSON,
                        new FunctionProperties(),
                        null);
        wanted.stream()
                .distinct()
                .forEach(
                        each ->
                                registry.register(
                                        new FunctionRegistration<>(caller.apply(each), name(each))
                                                .type(MESSAGES)));
        String definition =
                wanted.stream().map(AccountCatalog::name).collect(Collectors.joining("|"));
        SimpleFunctionRegistry.FunctionInvocationWrapper function = registry.lookup(definition);
        if (function == null || !function.getFunctionDefinition().equals(definition)) {
            throw new IllegalStateException("%s is %s".formatted(definition, function));
        }
        return message -> stripped(answered(function.apply(stripped(message))));
    }

    /** The registry copies headers from event to answer; those that steer it come in by none. */
    private static Message<byte[]> stripped(Message<byte[]> message) {
        return Content.of(message).message();
    }

    /** Its type says a message of bytes; the registry's own signature says less. */
    @SuppressWarnings("unchecked")
    private static Message<byte[]> answered(Object answer) {
        if (answer instanceof Message<?> message && message.getPayload() instanceof byte[]) {
            return (Message<byte[]>) message;
        }
        throw new IllegalStateException("a function answered no message of bytes: " + answer);
    }

    /** With a mark in front, so that no function is called like one of the registry's own. */
    private static String name(FunctionRef function) {
        return "f:" + function.name() + ":" + function.qualifier();
    }
}
