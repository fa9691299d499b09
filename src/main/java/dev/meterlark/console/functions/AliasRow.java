package dev.meterlark.console.functions;

import dev.meterlark.function.AliasView;

import java.time.Instant;
import java.util.List;

/** An alias as the pages of its function show it. */
record AliasRow(
        String name,
        String description,
        String url,
        List<Share> shares,
        String words,
        long revision,
        Instant movedAt) {

    static AliasRow of(AliasView alias) {
        List<Share> shares = Share.of(alias);
        return new AliasRow(
                alias.name(),
                alias.description(),
                alias.url(),
                shares,
                Share.words(shares),
                alias.revision(),
                alias.movedAt());
    }

    /** Whether some of its calls go to a version. */
    boolean leadsTo(String version) {
        return shares.stream().anyMatch(share -> share.version().equals(version));
    }
}
