package dev.meterlark.runtime;

import java.util.function.Consumer;

/** A {@code java.util.function.Consumer}: its answer is null. */
final class ConsumerHandler implements EventHandler {

    private final Consumer<Object> consumer;
    private final Generics argument;

    @SuppressWarnings("unchecked")
    ConsumerHandler(Consumer<?> consumer, Generics type) {
        this.consumer = (Consumer<Object>) consumer;
        this.argument = Generics.argumentOf(type, Consumer.class, 0);
    }

    @Override
    public Outcome handle(Event event, AnswerOutput output) throws Throwable {
        consumer.accept(Conversion.argument(event, argument));
        return Conversion.outcome(null);
    }
}
