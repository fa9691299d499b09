package dev.meterlark.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.edge.SigningCaller;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys as the last requests found them, for a few seconds at most. Every change of rights raises
 * the generation after its commit and so makes everything known before it worthless: on this node
 * it holds from the next request on, also against a look-up that began before the commit.
 */
@Component
class KnownKeys {

    private final Cache<String, Known> known =
            Caffeine.newBuilder()
                    .maximumSize(20_000)
                    .expireAfterWrite(Duration.ofSeconds(5))
                    .build();
    private final AtomicLong generation = new AtomicLong();
    private final ApiKeyRows keys;
    private final AccountRows accounts;
    private final MembershipRows memberships;
    private final Vault vault;

    KnownKeys(ApiKeyRows keys, AccountRows accounts, MembershipRows memberships, Vault vault) {
        this.keys = keys;
        this.accounts = accounts;
        this.memberships = memberships;
        this.vault = vault;
    }

    Optional<Caller> caller(ApiKeyToken token, Instant now) {
        return found(token.id()).flatMap(key -> key.callerOf(token, now));
    }

    /** The same, but empty too when the database would have to be asked. */
    Optional<Caller> callerAtOnce(ApiKeyToken token, Instant now) {
        return current(token.id()).flatMap(key -> key.callerOf(token, now));
    }

    Optional<SigningCaller> signer(String keyId, Instant now) {
        return found(keyId).filter(key -> !key.expired(now)).map(key -> opened(keyId, key));
    }

    /** The same, but empty too when the database would have to be asked. */
    Optional<SigningCaller> signerAtOnce(String keyId, Instant now) {
        return current(keyId).filter(key -> !key.expired(now)).map(key -> opened(keyId, key));
    }

    private SigningCaller opened(String keyId, Known key) {
        return new SigningCaller(
                key.caller, vault.open(key.sealedSecret, MakingKey.context(keyId)));
    }

    private Optional<Known> current(String id) {
        Known found = known.getIfPresent(id);
        return Optional.ofNullable(found).filter(key -> key.generation == generation.get());
    }

    private Optional<Known> found(String id) {
        Optional<Known> current = current(id);
        if (current.isPresent()) {
            return current;
        }
        Known loaded = load(id);
        if (loaded != null) {
            known.put(id, loaded);
        }
        return Optional.ofNullable(loaded);
    }

    /** Call in every transaction that takes a right away or gives one. */
    void forgetAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        generation.incrementAndGet();
                    }
                });
    }

    private @Nullable Known load(String id) {
        long asOf = generation.get();
        ApiKey key = keys.findById(id).orElse(null);
        if (key == null || key.revoked()) {
            return null;
        }
        Account account = accounts.findById(key.account()).orElseThrow();
        Membership maker =
                memberships.findByAccountAndPerson(key.account(), key.person()).orElse(null);
        if (!account.open() || maker == null) {
            return null;
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        permissions.addAll(key.scopes());
        permissions.retainAll(account.permissionsOf(maker.role()));
        AccountIdentity identity = account.identity();
        Caller caller =
                new Caller(
                        identity.id(),
                        identity.slug(),
                        identity.number(),
                        Subjects.ofKey(id),
                        permissions);
        return new Known(asOf, key.secretHash(), key.sealedSecret(), caller, key.expiresAt());
    }

    private record Known(
            long generation,
            byte[] secretHash,
            byte[] sealedSecret,
            Caller caller,
            @Nullable Instant expiresAt) {

        Optional<Caller> callerOf(ApiKeyToken token, Instant now) {
            return !Sha256.fits(token.secret(), secretHash) || expired(now)
                    ? Optional.empty()
                    : Optional.of(caller);
        }

        boolean expired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }
}
