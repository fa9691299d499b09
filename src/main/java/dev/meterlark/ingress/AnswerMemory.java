package dev.meterlark.ingress;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What answers take until their clients have read them: with more than the bound in hand no further
 * call is begun, so that slow readers cannot fill the heap with answers.
 */
final class AnswerMemory {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    AnswerMemory(long most) {
        this.most = most;
    }

    boolean hasRoom() {
        return held.get() < most;
    }

    void take(long bytes) {
        held.addAndGet(bytes);
    }

    void give(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
