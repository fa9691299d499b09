package dev.meterlark.invocation;

/** What is set aside for one attempt. The first word ends it, whichever it is. */
public interface Reservation {

    /** Of an account without a cap. */
    Reservation NONE =
            new Reservation() {
                @Override
                public void settle(InvocationRecord record) {}

                @Override
                public void release() {}
            };

    /** The attempt came to this; the rest is free again. */
    void settle(InvocationRecord record);

    /** It came to nothing, and no record will say otherwise. */
    void release();
}
