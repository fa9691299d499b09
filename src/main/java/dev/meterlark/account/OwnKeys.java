package dev.meterlark.account;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** The keys that are a caller's own: those of the same member, or the very one that calls. */
@Service
@Transactional(readOnly = true)
public class OwnKeys {

    private final ApiKeyRows keys;
    private final InstantSource clock;

    OwnKeys(ApiKeyRows keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Those that have the scope and are worth something now, the newest first. */
    public List<ApiKeyView> with(Caller caller, Permission scope) {
        Instant now = clock.instant();
        return of(caller).stream()
                .filter(key -> !key.revoked() && key.scopes().contains(scope))
                .filter(key -> key.expiresAt() == null || now.isBefore(key.expiresAt()))
                .sorted(Comparator.comparing(ApiKey::createdAt).reversed())
                .map(ApiKey::view)
                .toList();
    }

    private List<ApiKey> of(Caller caller) {
        return Subjects.person(caller)
                .map(person -> keys.liveOf(caller.account(), person))
                .orElseGet(
                        () ->
                                Subjects.key(caller)
                                        .flatMap(
                                                id -> keys.findByAccountAndId(caller.account(), id))
                                        .stream()
                                        .toList());
    }
}
