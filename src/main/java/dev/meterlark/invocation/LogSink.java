package dev.meterlark.invocation;

/** Takes the log of a call that has ended. Called on the call's own path: it must not block. */
public interface LogSink {

    void accept(CallLog log);
}
