package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.SandboxSpec;

import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions that the data plane knows of, as a sandbox of theirs would be started. */
@Component
class PublishedVersions implements Versions {

    private final Snapshots snapshots;
    private final SandboxSpecs specs;
    private final SpendGuard spend;

    PublishedVersions(Snapshots snapshots, SandboxSpecs specs, SpendGuard spend) {
        this.snapshots = snapshots;
        this.specs = specs;
        this.spend = spend;
    }

    @Override
    public Optional<SandboxSpec> find(AccountId account, String function, String version) {
        return snapshots
                .find(account, new FunctionRef(function, version))
                .filter(snapshot -> snapshot.code() != null)
                .map(specs::of);
    }

    @Override
    public List<Wish> keptWarm(Instant now) {
        return snapshots.keptWarm().stream()
                .filter(snapshot -> snapshot.code() != null)
                .filter(snapshot -> snapshot.keepWarm().at(now) > 0)
                .filter(snapshot -> spend.mayStandReady(snapshot.account()))
                .sorted(Comparator.comparing(PublishedVersions::order))
                .flatMap(snapshot -> wish(snapshot, now))
                .toList();
    }

    /** One that cannot be opened says so to its callers, and is nobody else's trouble here. */
    private Stream<Wish> wish(FunctionSnapshot snapshot, Instant now) {
        try {
            return Stream.of(new Wish(specs.of(snapshot), snapshot.keepWarm().at(now)));
        } catch (IllegalStateException e) {
            return Stream.empty();
        }
    }

    private static String order(FunctionSnapshot snapshot) {
        return snapshot.accountNumber() + "/" + snapshot.name() + "/" + snapshot.version();
    }
}
