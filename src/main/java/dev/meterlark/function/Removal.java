package dev.meterlark.function;

import dev.meterlark.shared.CodeDigest;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import java.time.InstantSource;

/**
 * Takes functions, versions and aliases away, within the transaction of whoever decides it: with
 * all that hangs on them, and in an order in which no alias is ever without its version.
 */
@Component
class Removal {

    private final FunctionRows functions;
    private final VersionRows versions;
    private final AliasRows aliases;
    private final AliasMoveRows moves;
    private final ReleasedPackages released;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    Removal(
            FunctionRows functions,
            VersionRows versions,
            AliasRows aliases,
            AliasMoveRows moves,
            ReleasedPackages released,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.moves = moves;
        this.released = released;
        this.events = events;
        this.clock = clock;
    }

    /** With its versions and aliases. */
    void remove(Function function) {
        aliases.of(function.id()).forEach(alias -> remove(function, alias));
        versions.of(function.id()).forEach(version -> remove(function, version));
        CodeDigest code = function.code();
        if (code != null) {
            released.add(code, clock.instant());
        }
        functions.delete(function);
        events.publishEvent(function.withdrawal());
    }

    void remove(Function function, FunctionVersion version) {
        released.add(version.code(), clock.instant());
        versions.delete(version);
        events.publishEvent(version.withdrawal(function.name()));
    }

    void remove(Function function, FunctionAlias alias) {
        moves.forget(alias.id(), Long.MAX_VALUE);
        aliases.delete(alias);
        events.publishEvent(alias.withdrawal(function.name()));
    }
}
