package dev.meterlark.invocation;

import dev.meterlark.invocation.journal.Taker;
import dev.meterlark.platform.DurableSteps;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Hands each batch to every sink. When one refuses, the same batch comes again, and those that have
 * it are not asked twice. Used by the journal's one thread.
 */
final class RecordDelivery implements Taker<InvocationRecord> {

    private final List<RecordSink> sinks;
    private final Queue<RecordSink> open = new ArrayDeque<>();

    RecordDelivery(List<RecordSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    @Override
    public InvocationRecord decode(byte[] payload) {
        return RecordCodec.decode(payload);
    }

    @Override
    public void take(List<InvocationRecord> batch) {
        if (open.isEmpty()) {
            open.addAll(sinks);
        }
        while (!open.isEmpty()) {
            DurableSteps.reached("delivery.offering");
            open.element().accept(batch);
            DurableSteps.reached("delivery.taken");
            open.remove();
        }
    }
}
