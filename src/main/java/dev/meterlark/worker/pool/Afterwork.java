package dev.meterlark.worker.pool;

/** What a sandbox still does with one of its slots after an answer there. */
final class Afterwork {

    private final Member member;
    private final long since = System.nanoTime();

    Afterwork(Member member) {
        this.member = member;
    }

    Member member() {
        return member;
    }

    boolean isOlderThan(long nanos, long now) {
        return now - since > nanos;
    }
}
