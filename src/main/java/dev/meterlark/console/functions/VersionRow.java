package dev.meterlark.console.functions;

import dev.meterlark.console.Show;
import dev.meterlark.function.VersionView;

import java.time.Instant;
import java.util.List;

/**
 * A published version as the pages of its function show it.
 *
 * @param aliases that lead some of their calls to it
 */
record VersionRow(
        String version,
        String description,
        String runtime,
        String handler,
        int memoryMiB,
        int timeoutSeconds,
        int concurrency,
        String egress,
        int variables,
        String digest,
        String size,
        String url,
        List<String> aliases,
        Instant publishedAt) {

    private static final int SHORT = 12;

    static VersionRow of(VersionView version, List<AliasRow> aliases) {
        return new VersionRow(
                version.version(),
                version.description(),
                version.runtime(),
                version.handler(),
                version.memoryMb(),
                version.timeout(),
                version.concurrency(),
                version.egress(),
                version.variables(),
                version.code().digest(),
                Show.bytes(version.code().size()),
                version.url(),
                aliases.stream()
                        .filter(alias -> alias.leadsTo(version.version()))
                        .map(AliasRow::name)
                        .toList(),
                version.publishedAt());
    }

    public String shortDigest() {
        return digest.substring(0, Math.min(SHORT, digest.length()));
    }
}
