package dev.meterlark.storage.bucket;

import dev.meterlark.account.AuditLog;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.List;
import java.util.Map;

/**
 * Deletes all objects whose keys begin alike, so many at once: whoever wants all of them gone goes
 * on until none is left, at any time and as often as it takes.
 */
@Service
@Transactional
public class Emptying {

    private final Objects objects;
    private final AuditLog audit;

    Emptying(Objects objects, AuditLog audit) {
        this.objects = objects;
        this.audit = audit;
    }

    /**
     * @param more whether others that begin so were left
     */
    public record Emptied(int deleted, boolean more) {}

    /**
     * The first {@link Objects#MOST_DELETED} of them, in the order of their keys: all of these or,
     * when it throws, none.
     *
     * @param prefix empty for every object; refused when it is not said
     */
    public Emptied empty(Caller caller, String bucket, @Nullable String prefix) {
        var query = new ObjectQuery(prefix, null, null, Objects.MOST_DELETED);
        ObjectList found = objects.list(caller.account(), bucket, query);
        if (prefix == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "prefix is missing; what begins with it is deleted, and with an empty one"
                            + " (prefix=) every object");
        }
        List<String> keys = found.items().stream().map(ObjectFacts::key).toList();
        int deleted = keys.isEmpty() ? 0 : objects.deleteAll(caller.account(), bucket, keys).size();
        if (deleted > 0) {
            audit.record(
                    caller,
                    "bucket.emptied",
                    "bucket:" + bucket,
                    Map.of("prefix", prefix, "deleted", deleted));
        }
        return new Emptied(deleted, found.nextCursor() != null);
    }
}
