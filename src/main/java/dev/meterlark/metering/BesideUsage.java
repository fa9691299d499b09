package dev.meterlark.metering;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import java.time.Instant;

/**
 * What else is summed up of attempts when their usage is: by the one node that does it, and as
 * often as that is done again. So it is right where usage's own sums are.
 */
public interface BesideUsage {

    /**
     * Reads the attempts of a function that started in [from, to), a whole minute or a whole hour,
     * to take the place of what was summed up of that time before.
     *
     * @return writes it, in the transaction that writes the sums of usage
     */
    Runnable sum(AccountId account, FunctionId function, Instant from, Instant to);
}
