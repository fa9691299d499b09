package dev.meterlark.ingress;

import io.netty.buffer.ByteBuf;

/** One request that is being served. Confined to the event loop of its channel. */
interface Serving {

    /**
     * Decides what can be decided by the head alone; it may be answered by that.
     *
     * @param declared length of the body, or less than 0
     */
    void begin(long declared);

    void append(ByteBuf content);

    /** Bytes of the body so far. */
    int received();

    /** The request is whole. */
    void complete();

    /** Lets go of what it holds. What was begun goes on. */
    void close();

    /** Whether the client waits to be told to send the body. */
    boolean wantsToBeAsked();
}
