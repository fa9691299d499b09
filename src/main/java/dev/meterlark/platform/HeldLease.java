package dev.meterlark.platform;

/**
 * A name that this process holds, for as long as nobody has a later epoch of it.
 *
 * @param epoch grows with each holder; whatever only the holder may write names it
 */
public record HeldLease(String name, long epoch) {}
