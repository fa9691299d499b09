package dev.meterlark.function;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What would not work any more without a function: told before somebody deletes it. */
@Service
@Transactional(readOnly = true)
public class FunctionDependence {

    private final FunctionRows functions;
    private final VersionRows versions;
    private final AliasRows aliases;
    private final Pointers pointers;

    FunctionDependence(
            FunctionRows functions, VersionRows versions, AliasRows aliases, Pointers pointers) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.pointers = pointers;
    }

    /** As of now: what begins to depend on it later is not in here. */
    public FunctionDependents show(Caller caller, String name) {
        Function function =
                functions
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such function in this account"));
        return new FunctionDependents(
                name,
                pointers.at(caller.account(), name, null),
                pointers.dependingOn(caller.account(), name),
                versions.count(function.id()),
                aliases.of(function.id()).size());
    }
}
