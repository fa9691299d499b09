package dev.meterlark.invocation;

/**
 * Takes events and answers of calls that have ended. Called on the call's own path: it must not
 * block, and decides by itself of which it keeps anything.
 */
public interface ContentSink {

    void accept(CallContent content);
}
