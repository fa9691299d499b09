package dev.meterlark.worker.sandbox.egress;

/**
 * So much a second, and what was not used for up to one. Whoever takes more than there is goes into
 * debt and is told how long it takes to be out of it. The monitor guards the balance.
 */
final class Bucket {

    private static final double SECOND = 1e9;

    private final double perSecond;
    private double balance;
    private long at;

    Bucket(double perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.balance = perSecond;
        this.at = nowNanos;
    }

    /** Nanoseconds to wait before the next; 0 when there is some left. */
    synchronized long take(double amount, long nowNanos) {
        balance = Math.min(perSecond, balance + (nowNanos - at) / SECOND * perSecond);
        at = nowNanos;
        balance -= amount;
        return balance >= 0 ? 0 : (long) (-balance / perSecond * SECOND) + 1;
    }
}
