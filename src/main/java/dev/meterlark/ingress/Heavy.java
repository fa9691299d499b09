package dev.meterlark.ingress;

import io.netty.channel.EventLoop;

import java.util.function.Supplier;

/** Work on many bytes, which would hold up everyone else of an event loop. */
final class Heavy {

    private static final int AT_ONCE = 256 * 1024;

    private Heavy() {}

    /**
     * Runs both steps in order: the second on the event loop, the first there too when there is
     * little to do.
     *
     * @param bytes how many the first step works on
     * @param first must not fail
     */
    static <T> void run(int bytes, EventLoop loop, Supplier<T> first, Then<T> second) {
        if (bytes <= AT_ONCE) {
            second.go(first.get());
            return;
        }
        Thread.ofVirtual()
                .name("ingress-large")
                .start(
                        () -> {
                            T made = first.get();
                            loop.execute(() -> second.go(made));
                        });
    }

    /** What is done with what the first step made. */
    interface Then<T> {

        void go(T made);
    }
}
