package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.AliasWithdrawn;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.invocation.Register.Facts;
import dev.meterlark.invocation.Register.Name;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Every version that this node may run and every alias that leads to one. Read without a lock;
 * changed under the monitor. Whoever moves an alias has published its versions before, and takes
 * none away that it still points at: so a call finds one of them at any moment.
 */
@Component
class Snapshots implements FunctionNames {

    private final Register<FunctionSnapshot> versions = new Register<>(Snapshots::facts);
    private final Register<AliasSnapshot> aliases = new Register<>(Snapshots::facts);
    private final List<SnapshotListener> listeners;
    private long changes;

    /** Sandboxes of the version below this revision have no further use. */
    record Outdated(FunctionId function, String version, long belowRevision) {}

    @Autowired
    Snapshots(ObjectProvider<SnapshotListener> listeners) {
        this(listeners.orderedStream().toList());
    }

    Snapshots(List<SnapshotListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** What a call gets that begins now. */
    Optional<Resolved> resolve(AccountId account, FunctionRef wanted) {
        FunctionSnapshot latest =
                versions.find(new Name(account, wanted.name(), FunctionSnapshot.LATEST));
        if (latest == null) {
            return Optional.empty();
        }
        if (wanted.qualifier().equals(FunctionSnapshot.LATEST)) {
            return Optional.of(new Resolved(latest, null));
        }
        FunctionSnapshot version = version(latest, wanted.qualifier());
        return version != null
                ? Optional.of(new Resolved(version, null))
                : byAlias(latest, wanted.qualifier());
    }

    /**
     * An alias may move, and the version that it pointed at go, between the two look-ups: then it
     * is read again.
     */
    private Optional<Resolved> byAlias(FunctionSnapshot latest, String name) {
        AliasSnapshot before = null;
        while (true) {
            AliasSnapshot alias = aliases.find(new Name(latest.account(), latest.name(), name));
            if (alias == null || alias == before || !alias.function().equals(latest.function())) {
                return Optional.empty();
            }
            String chosen = alias.choose(ThreadLocalRandom.current().nextDouble());
            FunctionSnapshot version = version(latest, chosen);
            if (version != null) {
                return Optional.of(new Resolved(version, name));
            }
            before = alias;
        }
    }

    private @Nullable FunctionSnapshot version(FunctionSnapshot latest, String version) {
        if (version.equals(FunctionSnapshot.LATEST)) {
            return latest;
        }
        FunctionSnapshot found = versions.find(new Name(latest.account(), latest.name(), version));
        return found == null || !found.function().equals(latest.function())
                ? null
                : found.under(latest);
    }

    /** By a version, not by an alias. */
    Optional<FunctionSnapshot> find(AccountId account, FunctionRef function) {
        return Optional.ofNullable(
                versions.find(new Name(account, function.name(), function.qualifier())));
    }

    /** Those of which sandboxes are to be kept ready at some time. */
    List<FunctionSnapshot> keptWarm() {
        return versions.all().filter(snapshot -> !snapshot.keepWarm().isNone()).toList();
    }

    @Override
    public Optional<FunctionId> functionId(AccountId account, String name) {
        return find(account, FunctionRef.latest(name)).map(FunctionSnapshot::function);
    }

    synchronized Optional<Outdated> publish(FunctionSnapshot snapshot) {
        return versions.publish(snapshot, ++changes)
                .flatMap(taken -> published(snapshot, taken.before()));
    }

    private Optional<Outdated> published(
            FunctionSnapshot snapshot, @Nullable FunctionSnapshot before) {
        boolean another = before != null && !before.function().equals(snapshot.function());
        if (before != null && another) {
            listeners.forEach(each -> each.withdrawn(before));
        }
        listeners.forEach(each -> each.published(snapshot));
        if (before == null || !another && before.revision() == snapshot.revision()) {
            return Optional.empty();
        }
        return Optional.of(another ? upTo(before) : below(snapshot));
    }

    synchronized Outdated withdraw(FunctionWithdrawn event) {
        Name name = new Name(event.account(), event.name(), event.version());
        versions.withdraw(new Facts(name, event.function(), event.revision()), ++changes)
                .ifPresent(gone -> listeners.forEach(each -> each.withdrawn(gone)));
        return new Outdated(event.function(), event.version(), event.revision() + 1);
    }

    synchronized void publish(AliasSnapshot alias) {
        aliases.publish(alias, ++changes).ifPresent(taken -> published(alias, taken.before()));
    }

    private void published(AliasSnapshot alias, @Nullable AliasSnapshot before) {
        if (before != null && !before.function().equals(alias.function())) {
            listeners.forEach(each -> each.withdrawn(before));
        }
        listeners.forEach(each -> each.published(alias));
    }

    synchronized void withdraw(AliasWithdrawn event) {
        Name name = new Name(event.account(), event.functionName(), event.alias());
        aliases.withdraw(new Facts(name, event.function(), event.revision()), ++changes)
                .ifPresent(gone -> listeners.forEach(each -> each.withdrawn(gone)));
    }

    /** To be asked before everything is read, and handed to {@link #replaceAll} after. */
    synchronized long changes() {
        return changes;
    }

    /**
     * Takes a reading of everything: adds what was missed, and lets go of what is no longer there,
     * unless it came while the reading was under way. What is new comes before what is gone goes,
     * so that an alias always leads somewhere.
     */
    synchronized List<Outdated> replaceAll(SnapshotSource.Reading all, long changesBefore) {
        List<FunctionSnapshot> gone = versions.missingIn(all.functions(), changesBefore);
        List<Outdated> outdated =
                new ArrayList<>(all.functions().stream().flatMap(this::publishing).toList());
        all.aliases().forEach(this::publish);
        aliases.missingIn(all.aliases(), changesBefore).forEach(this::letGo);
        gone.forEach(this::letGo);
        gone.forEach(version -> outdated.add(upTo(version)));
        versions.forgetWithdrawals(changesBefore);
        aliases.forgetWithdrawals(changesBefore);
        return outdated;
    }

    private Stream<Outdated> publishing(FunctionSnapshot snapshot) {
        return publish(snapshot).stream();
    }

    private void letGo(FunctionSnapshot version) {
        if (versions.letGo(version)) {
            listeners.forEach(each -> each.withdrawn(version));
        }
    }

    private void letGo(AliasSnapshot alias) {
        if (aliases.letGo(alias)) {
            listeners.forEach(each -> each.withdrawn(alias));
        }
    }

    private static Outdated upTo(FunctionSnapshot last) {
        return new Outdated(last.function(), last.version(), last.revision() + 1);
    }

    private static Outdated below(FunctionSnapshot now) {
        return new Outdated(now.function(), now.version(), now.revision());
    }

    private static Facts facts(FunctionSnapshot snapshot) {
        return new Facts(
                new Name(snapshot.account(), snapshot.name(), snapshot.version()),
                snapshot.function(),
                snapshot.revision());
    }

    private static Facts facts(AliasSnapshot alias) {
        return new Facts(
                new Name(alias.account(), alias.functionName(), alias.alias()),
                alias.function(),
                alias.revision());
    }
}
