package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.KeepWarm;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * One version of a function as the data plane works from it.
 *
 * @param accountSlug the account's DNS label
 * @param accountNumber 12 digits, part of the function's ARN
 * @param name unique within the account
 * @param version {@code $LATEST} or a number
 * @param revision grows with every change of the version; a sandbox of an older one is never used
 *     again
 * @param code absent until a package was uploaded
 * @param runtime exact, as offered at the time: {@code nodejs20}
 * @param timeout whole seconds, the longest one call may run
 * @param concurrency calls at the same moment in one sandbox
 * @param maxConcurrency calls at the same moment over all sandboxes; 0 means up to the account's
 * @param accountConcurrency calls of all the account's functions at the same moment
 * @param url as of the whole function; this and the two limits before, what becomes of asynchronous
 *     calls and the tags are no version's own: see {@link #under}
 * @param tags null when it has none
 * @param environment sealed JSON object of names and values; see {@link #environmentContext()}
 */
public record FunctionSnapshot(
        AccountId account,
        String accountSlug,
        String accountNumber,
        FunctionId function,
        String name,
        String version,
        long revision,
        @Nullable CodeDigest code,
        String runtime,
        String handler,
        int memoryMiB,
        Duration timeout,
        int concurrency,
        int maxConcurrency,
        int accountConcurrency,
        Egress egress,
        KeepWarm keepWarm,
        FunctionUrl url,
        AsyncPolicy async,
        @Nullable TagSetId tags,
        byte[] environment) {

    /** The one that can be edited; it is there as long as the function is. */
    public static final String LATEST = "$LATEST";

    public boolean isLatest() {
        return version.equals(LATEST);
    }

    /** This version with what the function has for all its versions, which is as now. */
    public FunctionSnapshot under(FunctionSnapshot latest) {
        return new FunctionSnapshot(
                account,
                latest.accountSlug,
                accountNumber,
                function,
                name,
                version,
                revision,
                code,
                runtime,
                handler,
                memoryMiB,
                timeout,
                concurrency,
                latest.maxConcurrency,
                latest.accountConcurrency,
                egress,
                keepWarm,
                latest.url,
                latest.async,
                latest.tags,
                environment);
    }

    /** What the environment is sealed for: a value moved to another function does not open. */
    public String environmentContext() {
        return environmentContext(account, function);
    }

    public static String environmentContext(AccountId account, FunctionId function) {
        return "function-environment/" + account + "/" + function;
    }
}
