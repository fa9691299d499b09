package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A key of an account. It may do what its scopes say, and never more than the member who made it
 * may do at that moment.
 */
@Entity
@Table(name = "api_key")
class ApiKey {

    @Id
    @Column(name = "id")
    private String id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Column(name = "name")
    private String name;

    @Column(name = "secret_hash")
    private byte[] secretHash;

    @Column(name = "sealed_secret")
    private byte[] sealedSecret;

    @Column(name = "scopes")
    private String scopes;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    ApiKey(
            ApiKeyToken token,
            byte[] sealedSecret,
            AccountId account,
            PersonId person,
            ApiKeyTerms terms,
            Instant now) {
        this.id = token.id();
        this.secretHash = Sha256.of(token.secret());
        this.sealedSecret = sealedSecret;
        this.account = account;
        this.person = person;
        this.name = terms.name();
        this.scopes = String.join(" ", wireNames(terms.scopes()));
        this.expiresAt = terms.expiresAt();
        this.createdAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected ApiKey() {}

    String id() {
        return id;
    }

    AccountId account() {
        return account;
    }

    PersonId person() {
        return person;
    }

    byte[] secretHash() {
        return secretHash;
    }

    /** Opens for {@link MakingKey#context}. */
    byte[] sealedSecret() {
        return sealedSecret;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable Instant expiresAt() {
        return expiresAt;
    }

    boolean revoked() {
        return revokedAt != null;
    }

    Set<Permission> scopes() {
        return Arrays.stream(scopes.split(" "))
                .flatMap(s -> Permission.fromWireName(s).stream())
                .collect(Collectors.toSet());
    }

    /** For good, and once: a second time keeps the first instant. */
    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    ApiKeyView view() {
        return new ApiKeyView(
                id, name, wireNames(scopes()), createdAt, lastUsedAt, expiresAt, revokedAt);
    }

    private static Set<String> wireNames(Set<Permission> permissions) {
        return permissions.stream()
                .map(Permission::wireName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
