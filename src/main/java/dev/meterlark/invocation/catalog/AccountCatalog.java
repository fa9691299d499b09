package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.FunctionRef;

import org.springframework.cloud.function.context.FunctionProperties;
import org.springframework.cloud.function.context.FunctionRegistration;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry;
import org.springframework.cloud.function.json.JacksonMapper;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;

import tools.jackson.databind.json.JsonMapper;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The functions of one account in a registry of Spring Cloud Function, at one generation. The
 * registry resolves an unknown name to its only function, takes commas for bars, keeps what it has
 * for ever and looks up in an unsynchronised map: so nothing is added after it is made, a name is
 * looked up only when it is one that was put in, and under the monitor.
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

    private final long generation;
    private final SimpleFunctionRegistry registry =
            new SimpleFunctionRegistry(
                    new DefaultConversionService(),
                    new CompositeMessageConverter(List.of(new ByteArrayMessageConverter())),
                    new JacksonMapper(new JsonMapper()),
                    new FunctionProperties(),
                    null);
    private final Set<String> names = new HashSet<>();
    private final Map<String, Function<Message<byte[]>, Message<byte[]>>> found = new HashMap<>();

    AccountCatalog(
            long generation,
            Set<FunctionRef> functions,
            Function<FunctionRef, Function<Message<byte[]>, Message<byte[]>>> caller) {
        this.generation = generation;
        for (FunctionRef function : functions) {
            String name = name(function);
            if (NAME.matcher(name).matches()) {
                names.add(name);
                registry.register(
                        new FunctionRegistration<>(caller.apply(function), name).type(MESSAGES));
            }
        }
    }

    long generation() {
        return generation;
    }

    /** One after the other, as one; empty when one of them is not among the account's. */
    synchronized Optional<Function<Message<byte[]>, Message<byte[]>>> composed(
            List<FunctionRef> functions) {
        List<String> wanted = functions.stream().map(AccountCatalog::name).toList();
        if (wanted.isEmpty() || !names.containsAll(wanted)) {
            return Optional.empty();
        }
        String definition = wanted.stream().collect(Collectors.joining("|"));
        return Optional.of(found.computeIfAbsent(definition, this::lookUp));
    }

    private Function<Message<byte[]>, Message<byte[]>> lookUp(String definition) {
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
