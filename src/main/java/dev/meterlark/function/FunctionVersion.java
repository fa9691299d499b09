package dev.meterlark.function;

import dev.meterlark.account.OpenAccount;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.KeepWarm;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What was published of a function under a number: code, configuration and environment never
 * change. How many sandboxes are kept ready is no part of what it does, and may.
 */
@Entity
@Table(name = "function_version")
class FunctionVersion {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private VersionId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "function_id"))
    private FunctionId function;

    @Column(name = "number", updatable = false)
    private int number;

    @Column(name = "runtime", updatable = false)
    private String runtime;

    @Column(name = "handler", updatable = false)
    private String handler;

    @Column(name = "description", updatable = false)
    private String description;

    @Column(name = "memory_mib", updatable = false)
    private int memoryMiB;

    @Column(name = "timeout_seconds", updatable = false)
    private int timeoutSeconds;

    @Column(name = "concurrency", updatable = false)
    private int concurrency;

    @Column(name = "egress", updatable = false)
    private String egress;

    @Column(name = "keep_warm")
    private String keepWarm;

    @Column(name = "environment", updatable = false)
    private byte[] environment;

    @Column(name = "variables", updatable = false)
    private int variables;

    @Column(name = "code_digest", updatable = false)
    private String codeDigest;

    @Column(name = "code_bytes", updatable = false)
    private long codeBytes;

    @Column(name = "revision")
    private long revision;

    @Column(name = "published_at", updatable = false)
    private Instant publishedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    /** What a published version copies of its function. */
    record Contents(
            Shape shape, CodeDigest code, long codeBytes, byte[] environment, int variables) {}

    FunctionVersion(Function function, int number, Contents contents, String text, Instant now) {
        Shape shape = contents.shape();
        this.id = VersionId.random();
        this.account = function.account();
        this.function = function.id();
        this.number = number;
        this.runtime = shape.runtime();
        this.handler = shape.handler();
        this.description = text;
        this.memoryMiB = shape.memoryMiB();
        this.timeoutSeconds = shape.timeoutSeconds();
        this.concurrency = shape.concurrency();
        this.egress = shape.egress().wireName();
        this.keepWarm = KeepWarm.NONE.text();
        this.environment = contents.environment();
        this.variables = contents.variables();
        this.codeDigest = contents.code().hex();
        this.codeBytes = contents.codeBytes();
        this.revision = 1;
        this.publishedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected FunctionVersion() {}

    AccountId account() {
        return account;
    }

    FunctionId function() {
        return function;
    }

    int number() {
        return number;
    }

    CodeDigest code() {
        return new CodeDigest(codeDigest);
    }

    byte[] environment() {
        return environment;
    }

    KeepWarm keepWarm() {
        return KeepWarm.parse(keepWarm);
    }

    void keepWarm(KeepWarm wanted) {
        keepWarm = wanted.text();
    }

    /** After a withdrawal, so that what is published now is newer than what was withdrawn. */
    void comeBack() {
        revision++;
    }

    /** Whether the function would become the same, environments aside: those are sealed. */
    boolean hasShapeAndCodeOf(Contents contents) {
        Shape shape = contents.shape();
        return contents.code().equals(code())
                && runtime.equals(shape.runtime())
                && handler.equals(shape.handler())
                && memoryMiB == shape.memoryMiB()
                && timeoutSeconds == shape.timeoutSeconds()
                && concurrency == shape.concurrency()
                && egress.equals(shape.egress().wireName());
    }

    /**
     * @param of the function it is a version of, which has what all versions have in common
     */
    FunctionSnapshot snapshot(Function of, OpenAccount owner) {
        FunctionSnapshot latest = of.snapshot(owner);
        return new FunctionSnapshot(
                account,
                latest.accountSlug(),
                latest.accountNumber(),
                function,
                latest.name(),
                Integer.toString(number),
                revision,
                code(),
                runtime,
                handler,
                memoryMiB,
                Duration.ofSeconds(timeoutSeconds),
                concurrency,
                latest.maxConcurrency(),
                latest.accountConcurrency(),
                Egress.of(egress).orElseThrow(),
                keepWarm(),
                latest.url(),
                latest.async(),
                latest.tags(),
                environment);
    }

    FunctionWithdrawn withdrawal(String name) {
        return new FunctionWithdrawn(account, function, name, Integer.toString(number), revision);
    }

    VersionView view(String name, String address, @Nullable Map<String, String> opened) {
        return new VersionView(
                Integer.toString(number),
                name,
                runtime,
                handler,
                description,
                memoryMiB,
                timeoutSeconds,
                concurrency,
                egress,
                WarmWish.of(keepWarm()),
                address,
                new FunctionView.CodeView(codeDigest, codeBytes),
                opened,
                variables,
                publishedAt);
    }
}
