package dev.meterlark.invocation.journal;

import java.util.List;

/**
 * Where records go. When {@link #take} throws, the same batch comes again, until it returns.
 *
 * @param <T> what one payload means
 */
public interface Taker<T> {

    /**
     * @throws IllegalArgumentException when the payload is none of ours; it is then put aside
     */
    T decode(byte[] payload);

    void take(List<T> batch);
}
