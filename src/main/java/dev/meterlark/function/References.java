package dev.meterlark.function;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** For whoever is about to keep the name of a function: see {@link PointsAt}. */
@Service
public class References {

    private final FunctionRows functions;

    References(FunctionRows functions) {
        this.functions = functions;
    }

    /**
     * Whether there is such a function, with such a version or alias. If so, it is not deleted
     * before the transaction ends, and who deletes it after that asks who points at it.
     *
     * @param qualifier {@code $LATEST}, a version or an alias
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean hold(AccountId account, String function, String qualifier) {
        return functions
                .lock(account, function)
                .filter(found -> qualifier.equals(FunctionSnapshot.LATEST))
                .isPresent();
    }
}
