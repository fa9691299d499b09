package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.KeepWarm;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.TreeMap;

/** Snapshots of functions as the control plane would publish them. */
public record Published(
        AccountId account,
        FunctionId function,
        String name,
        String version,
        long revision,
        boolean withCode,
        String handler,
        Duration timeout,
        int maxConcurrency,
        int accountConcurrency,
        byte[] environment,
        String slug,
        FunctionUrl url) {

    public static Published function(AccountId account, String name) {
        return new Published(
                account,
                FunctionId.random(),
                name,
                "$LATEST",
                1,
                true,
                "echo",
                Duration.ofSeconds(3),
                0,
                100,
                new byte[0],
                "acme",
                new FunctionUrl(Long.toString(System.nanoTime(), 36) + name, UrlAuth.NONE, null));
    }

    public Published revision(long revision) {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                withCode,
                handler,
                timeout,
                maxConcurrency,
                accountConcurrency,
                environment,
                slug,
                url);
    }

    public Published version(String version) {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                withCode,
                handler,
                timeout,
                maxConcurrency,
                accountConcurrency,
                environment,
                slug,
                url);
    }

    /**
     * An alias of the function.
     *
     * @param weights version and share by turns
     */
    public AliasSnapshot alias(String alias, long revision, String version, String... weights) {
        var shares = new TreeMap<String, BigDecimal>();
        for (int i = 0; i < weights.length; i += 2) {
            shares.put(weights[i], new BigDecimal(weights[i + 1]));
        }
        return new AliasSnapshot(account, function, name, alias, version, shares, revision);
    }

    public FunctionWithdrawn withdrawal(long lastRevision) {
        return new FunctionWithdrawn(account, function, name, version, lastRevision);
    }

    public Published withoutCode() {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                false,
                handler,
                timeout,
                maxConcurrency,
                accountConcurrency,
                environment,
                slug,
                url);
    }

    public Published handler(String handler) {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                withCode,
                handler,
                timeout,
                maxConcurrency,
                accountConcurrency,
                environment,
                slug,
                url);
    }

    public Published concurrency(int ofFunction, int ofAccount) {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                withCode,
                handler,
                timeout,
                ofFunction,
                ofAccount,
                environment,
                slug,
                url);
    }

    public Published environment(byte[] sealed) {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                withCode,
                handler,
                timeout,
                maxConcurrency,
                accountConcurrency,
                sealed,
                slug,
                url);
    }

    /** In the account that is called this in addresses. */
    public Published of(String accountSlug) {
        return with(accountSlug, url);
    }

    public Published open(UrlAuth auth, @Nullable Cors cors) {
        return with(slug, new FunctionUrl(url.id(), auth, cors));
    }

    private Published with(String accountSlug, FunctionUrl changed) {
        return new Published(
                account,
                function,
                name,
                version,
                revision,
                withCode,
                handler,
                timeout,
                maxConcurrency,
                accountConcurrency,
                environment,
                accountSlug,
                changed);
    }

    public FunctionSnapshot snapshot() {
        @Nullable CodeDigest code = withCode ? new CodeDigest("a".repeat(64)) : null;
        return new FunctionSnapshot(
                account,
                slug,
                "000000000001",
                function,
                name,
                version,
                revision,
                code,
                "nodejs20",
                handler,
                256,
                timeout,
                1,
                maxConcurrency,
                accountConcurrency,
                Egress.NONE,
                KeepWarm.NONE,
                url,
                AsyncPolicy.DEFAULT,
                null,
                environment);
    }
}
