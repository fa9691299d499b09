package dev.meterlark.trigger;

import java.time.Instant;

/**
 * What happened to a trigger, for whoever looks at it: kept in memory and written now and then, so
 * that it may be used for every event. What a node that dies had not written is lost.
 */
public interface TriggerReport {

    /**
     * Events came, whatever becomes of them.
     *
     * @param newest when the last of them happened
     */
    void seen(Trigger<?> trigger, int events, Instant newest);

    /** One of them happened then; how long ago that is says how far behind the trigger is. */
    void behind(Trigger<?> trigger, Instant happened);

    /** The filter did not want them. */
    void filtered(Trigger<?> trigger, int events);

    /**
     * Something did not work.
     *
     * @param forPeople of the account: no address, path or name of the platform's own
     */
    void failed(Trigger<?> trigger, String forPeople);
}
