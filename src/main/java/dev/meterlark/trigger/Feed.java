package dev.meterlark.trigger;

/**
 * Work that one node at a time does for one trigger, on a thread of its own, under a lease. It is
 * run again, with a pause that grows, after it failed; the exception's text becomes the trigger's
 * last error when it is a {@link dev.meterlark.shared.RefusedException}.
 *
 * @param <C> the kind's own record
 */
public interface Feed<C> {

    /**
     * Blocks for as long as the ownership is held, and returns soon after it is lost. The thread is
     * not interrupted, because that would close the files of an embedded database that it uses just
     * then: see {@link Ownership#pause} and {@link Ownership#whenLost}.
     */
    void feed(Trigger<C> trigger, Ownership ownership) throws Exception;
}
