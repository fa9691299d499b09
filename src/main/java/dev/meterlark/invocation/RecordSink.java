package dev.meterlark.invocation;

import java.util.List;

/**
 * Takes records from the journal into a database. A batch may be handed over again after a crash: a
 * sink keyed by (invocation, attempt) leaves what it has as it is. The journal drops a batch only
 * when every sink returned.
 */
public interface RecordSink {

    void accept(List<InvocationRecord> batch);
}
