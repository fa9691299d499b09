package dev.meterlark.function;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.util.Optional;

/** For whoever is about to keep the name of a function: see {@link PointsAt}. */
@Service
public class References {

    private final FunctionRows functions;
    private final VersionRows versions;
    private final AliasRows aliases;

    References(FunctionRows functions, VersionRows versions, AliasRows aliases) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
    }

    @Transactional(readOnly = true)
    public boolean exists(AccountId account, String function) {
        return functions.existsByAccountAndName(account, function);
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
                .filter(
                        found ->
                                qualifier.equals(FunctionSnapshot.LATEST)
                                        || isVersion(found, qualifier)
                                        || aliases.existsByFunctionAndName(found.id(), qualifier))
                .isPresent();
    }

    /** The function of that name, held as {@link #hold} does; empty when there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<FunctionId> lock(AccountId account, String function) {
        return functions.lock(account, function).map(Function::id);
    }

    private boolean isVersion(Function function, String qualifier) {
        return VersionNumber.parse(qualifier)
                .filter(number -> versions.existsByFunctionAndNumber(function.id(), number))
                .isPresent();
    }
}
