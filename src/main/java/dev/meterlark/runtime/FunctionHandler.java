package dev.meterlark.runtime;

import java.util.function.Function;

/** A {@code java.util.function.Function}. */
final class FunctionHandler implements EventHandler {

    private final Function<Object, Object> function;
    private final Generics argument;

    @SuppressWarnings("unchecked")
    FunctionHandler(Function<?, ?> function, Generics type) {
        this.function = (Function<Object, Object>) function;
        this.argument = Generics.argumentOf(type, Function.class, 0);
    }

    @Override
    public Outcome handle(Event event, AnswerOutput output) throws Throwable {
        return Conversion.outcome(function.apply(Conversion.argument(event, argument)));
    }
}
