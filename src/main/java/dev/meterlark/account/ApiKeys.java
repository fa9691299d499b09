package dev.meterlark.account;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of an account. A secret is shown when it is made and never again. */
@Service
@Transactional
public class ApiKeys {

    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    private final ApiKeyRows keys;
    private final AccountRows accounts;
    private final MakingKey making;
    private final KnownKeys known;
    private final AuditLog audit;
    private final AccountProperties properties;
    private final InstantSource clock;

    ApiKeys(
            ApiKeyRows keys,
            AccountRows accounts,
            MakingKey making,
            KnownKeys known,
            AuditLog audit,
            AccountProperties properties,
            InstantSource clock) {
        this.keys = keys;
        this.accounts = accounts;
        this.making = making;
        this.known = known;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** The newest first, revoked ones too. */
    @Transactional(readOnly = true)
    public Page<ApiKeyView> list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        Cursor after = Cursor.parse(cursor);
        List<ApiKey> found =
                after == null
                        ? keys.newest(caller.account(), Limit.of(most + 1))
                        : keys.before(caller.account(), after.at(), after.id(), Limit.of(most + 1));
        return Page.of(found, most, k -> new Cursor(k.createdAt(), k.id())).map(ApiKey::view);
    }

    /** Those that work now, in no order: as many as an account may have, at most. */
    @Transactional(readOnly = true)
    public List<ApiKeyView> live(Caller caller) {
        Instant now = clock.instant();
        return keys.liveOf(caller.account()).stream()
                .map(ApiKey::view)
                .filter(key -> key.expiresAt() == null || key.expiresAt().isAfter(now))
                .toList();
    }

    /**
     * @param scopes wire names of permissions, none that the caller lacks; null for all that the
     *     caller has, but the operator's, which must be asked for by name
     * @param expiresAt null for never
     */
    public NewApiKey make(
            Caller caller,
            @Nullable String name,
            @Nullable Collection<String> scopes,
            @Nullable Instant expiresAt) {
        Instant now = clock.instant();
        if (expiresAt != null && (!expiresAt.isAfter(now) || expiresAt.isAfter(LATEST))) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "expiresAt must lie ahead and before the year 3000, was: " + expiresAt);
        }
        ApiKeyTerms terms =
                new ApiKeyTerms(Text.name("name", name), scopes(caller, scopes), expiresAt);
        Account account = accounts.lock(caller.account()).orElseThrow();
        int live = keys.liveOf(account.id()).size();
        if (live >= properties.apiKeysPerAccount()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the account has %d keys, as many as it may; revoke one first".formatted(live));
        }
        NewApiKey key = making.make(caller.account(), responsible(caller), terms, now);
        audit.record(
                caller,
                "key.made",
                Subjects.ofKey(key.id()),
                Map.of(
                        "name",
                        terms.name(),
                        "scopes",
                        terms.scopes().stream().map(Permission::wireName).sorted().toList()));
        return key;
    }

    /** Holds from the next request on. Revoking a revoked key changes nothing. */
    public void revoke(Caller caller, String id) {
        ApiKey key =
                keys.findByAccountAndId(caller.account(), id)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such API key in this account"));
        if (key.revoked()) {
            return;
        }
        key.revoke(clock.instant());
        known.forgetAfterCommit();
        audit.record(caller, "key.revoked", Subjects.ofKey(id), Map.of());
    }

    private static Set<Permission> scopes(Caller caller, @Nullable Collection<String> asked) {
        Set<Permission> scopes = EnumSet.noneOf(Permission.class);
        if (asked == null) {
            scopes.addAll(caller.permissions());
            scopes.remove(Permission.OPERATE);
            return scopes;
        }
        for (String name : asked) {
            Permission scope =
                    Permission.fromWireName(name)
                            .filter(caller::may)
                            .orElseThrow(() -> notYours(name, caller));
            scopes.add(scope);
        }
        if (scopes.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "scopes is empty; leave it out for all of yours");
        }
        return scopes;
    }

    /** The same for unknown scopes and for those that the caller lacks. */
    private static RefusedException notYours(String name, Caller caller) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "scopes holds %s, which is not one of yours: %s"
                        .formatted(
                                Text.shown(name),
                                caller.permissions().stream()
                                        .map(Permission::wireName)
                                        .sorted()
                                        .toList()));
    }

    /** The member whose rights bound the new key: of a key that makes a key, the one behind it. */
    private PersonId responsible(Caller caller) {
        return Subjects.person(caller)
                .or(
                        () ->
                                Subjects.key(caller)
                                        .flatMap(k -> keys.findByAccountAndId(caller.account(), k))
                                        .map(ApiKey::person))
                .orElseThrow(() -> new IllegalStateException("no member stands behind " + caller));
    }
}
