package dev.meterlark.runtime;

import java.util.function.Supplier;

/** A {@code java.util.function.Supplier}: whatever the event is, it is not read. */
final class SupplierHandler implements EventHandler {

    private final Supplier<?> supplier;

    SupplierHandler(Supplier<?> supplier) {
        this.supplier = supplier;
    }

    @Override
    public Outcome handle(Event event, AnswerOutput output) throws Throwable {
        return Conversion.outcome(supplier.get());
    }
}
