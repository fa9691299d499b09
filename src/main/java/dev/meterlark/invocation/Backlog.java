package dev.meterlark.invocation;

/** What an earlier run of this node recorded and had not handed on when it ended. */
public interface Backlog {

    /** Whether every {@link RecordSink} has it by now. */
    boolean isDelivered();
}
