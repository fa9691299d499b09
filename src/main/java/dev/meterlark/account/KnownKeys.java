package dev.meterlark.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

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

    KnownKeys(ApiKeyRows keys, AccountRows accounts, MembershipRows memberships) {
        this.keys = keys;
        this.accounts = accounts;
        this.memberships = memberships;
    }

    Optional<Caller> caller(ApiKeyToken token, Instant now) {
        Known found = known.getIfPresent(token.id());
        if (found == null || found.generation != generation.get()) {
            found = load(token.id());
            if (found == null) {
                return Optional.empty();
            }
            known.put(token.id(), found);
        }
        if (!Sha256.fits(token.secret(), found.secretHash) || found.expired(now)) {
            return Optional.empty();
        }
        return Optional.of(found.caller);
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
        return new Known(asOf, key.secretHash(), caller, key.expiresAt());
    }

    private record Known(
            long generation, byte[] secretHash, Caller caller, @Nullable Instant expiresAt) {

        boolean expired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }
}
