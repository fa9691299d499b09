package dev.meterlark.ingress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.edge.Credentials;
import dev.meterlark.edge.SignedIn;
import dev.meterlark.edge.SigningCaller;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.Role;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys in memory; each is asked for once before it is known at once. */
final class KnownKeys implements Credentials {

    private final Map<String, Caller> byToken = new ConcurrentHashMap<>();
    private final Map<String, SigningCaller> byId = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    final AtomicInteger lookUps = new AtomicInteger();

    /** A bearer token {@code token}, and a pair of {@code id} and {@code secret}. */
    void add(AccountId account, String name, Set<Permission> permissions) {
        Caller caller =
                new Caller(account, "slug-" + name, "000000000042", "key:" + name, permissions);
        byToken.put("mlk_" + name, caller);
        byId.put(name, new SigningCaller(caller, ("secret-of-" + name).getBytes(US_ASCII)));
    }

    void addDeveloper(AccountId account, String name) {
        add(account, name, Role.DEVELOPER.permissions());
    }

    @Override
    public Optional<Caller> byToken(String token) {
        lookUps.incrementAndGet();
        seen.add(token);
        return Optional.ofNullable(byToken.get(token));
    }

    @Override
    public Optional<Caller> byTokenAtOnce(String token) {
        return seen.contains(token) ? Optional.ofNullable(byToken.get(token)) : Optional.empty();
    }

    @Override
    public Optional<SigningCaller> bySigningKey(String keyId) {
        lookUps.incrementAndGet();
        seen.add(keyId);
        return Optional.ofNullable(byId.get(keyId));
    }

    @Override
    public Optional<SigningCaller> bySigningKeyAtOnce(String keyId) {
        return seen.contains(keyId) ? Optional.ofNullable(byId.get(keyId)) : Optional.empty();
    }

    @Override
    public Optional<SignedIn> signIn(String email, String password) {
        return Optional.empty();
    }

    @Override
    public Optional<Caller> ofPerson(SignedIn person, @Nullable AccountId chosen) {
        return Optional.empty();
    }
}
