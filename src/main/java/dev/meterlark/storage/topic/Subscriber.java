package dev.meterlark.storage.topic;

import dev.meterlark.platform.Carried;
import dev.meterlark.shared.Caller;

/** One kind of those who get events of topics beside queues. Other modules have them. */
public interface Subscriber {

    /** The member of a subscription that names one: {@code function}, {@code webhook}, … */
    String kind();

    /** Whether what it is told is signed with a key of the subscription's own. */
    boolean isSigned();

    /**
     * Looks at what is named, inside the transaction that subscribes it.
     *
     * @throws dev.meterlark.shared.RefusedException when it cannot be told
     */
    void check(Caller caller, Target target);

    /** Blocks. The same event may come again under the same id. */
    Carried deliver(ToSubscriber delivery);
}
