package dev.meterlark.storage.bucket;

import dev.meterlark.account.ApiKeyView;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.OwnKeys;
import dev.meterlark.edge.SignedAddress;
import dev.meterlark.edge.SignedAddresses;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Shown;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Addresses that open one object to whoever has them, for a while. They are signed by a key of the
 * caller's own, so that nobody hands on what another may read, and end with that key.
 */
@Service
@Transactional
public class ObjectAddresses {

    private static final long LONGEST = Duration.ofDays(7).toSeconds();

    private final Objects objects;
    private final Buckets buckets;
    private final OwnKeys keys;
    private final SignedAddresses addresses;
    private final AuditLog audit;

    ObjectAddresses(
            Objects objects,
            Buckets buckets,
            OwnKeys keys,
            SignedAddresses addresses,
            AuditLog audit) {
        this.objects = objects;
        this.buckets = buckets;
        this.keys = keys;
        this.addresses = addresses;
        this.audit = audit;
    }

    /**
     * @param key of the object
     * @param expiresIn seconds, an hour when it is not said
     * @param apiKey id of the key that signs; null for the newest that may
     */
    public record Wish(@Nullable String key, @Nullable Long expiresIn, @Nullable String apiKey) {}

    /** The keys that the caller may sign with. */
    @Transactional(readOnly = true)
    public List<ApiKeyView> signers(Caller caller) {
        return keys.with(caller, Permission.STORAGE_READ);
    }

    /**
     * @param origin scheme, host and port that the address is to have
     */
    public SignedAddress share(Caller caller, String bucket, Wish wish, String origin) {
        buckets.show(caller, bucket);
        String key = wish.key();
        if (key == null) {
            throw invalid("key is missing: the key of the object that the address is to open");
        }
        if (objects.find(caller.account(), bucket, key).isEmpty()) {
            throw Objects.unknown();
        }
        ApiKeyView signer = signer(caller, wish.apiKey());
        var target = new SignedAddresses.Target(origin, bucket, key);
        SignedAddress address = addresses.sign(signer.id(), target, validFor(wish.expiresIn()));
        audit.record(
                caller,
                "object.shared",
                "bucket:" + bucket,
                Map.of("key", key, "apiKey", signer.id(), "until", address.expiresAt().toString()));
        return address;
    }

    private ApiKeyView signer(Caller caller, @Nullable String wanted) {
        List<ApiKeyView> own = signers(caller);
        if (own.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "an address is signed by an API key of your own with the permission %s, and there is none; make one first"
                            .formatted(Permission.STORAGE_READ.wireName()));
        }
        return own.stream()
                .filter(each -> wanted == null || each.id().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        "apiKey must be one of your own keys with the permission %s, was: %s"
                                                .formatted(
                                                        Permission.STORAGE_READ.wireName(),
                                                        Shown.text(wanted))));
    }

    private static Duration validFor(@Nullable Long seconds) {
        long asked = seconds == null ? Duration.ofHours(1).toSeconds() : seconds;
        if (asked < 1 || asked > LONGEST) {
            throw invalid(
                    "expiresIn must be 1 to %d seconds (seven days), was: %d"
                            .formatted(LONGEST, asked));
        }
        return Duration.ofSeconds(asked);
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
