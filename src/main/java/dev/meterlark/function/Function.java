package dev.meterlark.function;

import dev.meterlark.account.OpenAccount;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.function.snapshot.FunctionWithdrawn;
import dev.meterlark.function.snapshot.TagSetId;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.KeepWarm;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Each change counts its revision up: a sandbox of an older one is never used again. */
@Entity
@Table(name = "functions")
class Function {

    static final String LATEST = FunctionSnapshot.LATEST;

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private FunctionId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Column(name = "name")
    private String name;

    @Column(name = "url_id")
    private String urlId;

    @Column(name = "runtime")
    private String runtime;

    @Column(name = "handler")
    private String handler;

    @Column(name = "description")
    private String description;

    @Column(name = "memory_mib")
    private int memoryMiB;

    @Column(name = "timeout_seconds")
    private int timeoutSeconds;

    @Column(name = "concurrency")
    private int concurrency;

    @Column(name = "max_concurrency")
    private int maxConcurrency;

    @Column(name = "egress")
    private String egress;

    @Column(name = "keep_warm")
    private String keepWarm;

    @Column(name = "url_auth")
    private String urlAuth;

    @Convert(converter = CorsColumn.class)
    @Column(name = "url_cors")
    private @Nullable Cors urlCors;

    @Convert(converter = AsyncColumn.class)
    @Column(name = "async_policy")
    private @Nullable AsyncPolicy asyncPolicy;

    /** Null when it has none. */
    @Column(name = "tag_set")
    private @Nullable UUID tags;

    @Column(name = "environment")
    private byte[] environment;

    @Column(name = "variables")
    private int variables;

    @Column(name = "code_digest")
    private @Nullable String codeDigest;

    @Column(name = "code_bytes")
    private long codeBytes;

    @Column(name = "revision")
    private long revision;

    @Column(name = "last_version")
    private int lastVersion;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Function(FunctionId id, AccountId account, FunctionName name, String urlId, Instant now) {
        this.id = id;
        this.account = account;
        this.name = name.value();
        this.urlId = urlId;
        this.runtime = "";
        this.handler = "";
        this.description = "";
        this.egress = Egress.NONE.wireName();
        this.keepWarm = KeepWarm.NONE.text();
        this.urlAuth = UrlAuth.KEY.wireName();
        this.environment = new byte[0];
        this.createdAt = now;
        this.changedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Function() {}

    FunctionId id() {
        return id;
    }

    AccountId account() {
        return account;
    }

    String name() {
        return name;
    }

    String runtime() {
        return runtime;
    }

    String handler() {
        return handler;
    }

    byte[] environment() {
        return environment;
    }

    long revision() {
        return revision;
    }

    @Nullable CodeDigest code() {
        return codeDigest == null ? null : new CodeDigest(codeDigest);
    }

    private Egress egress() {
        return Egress.of(egress)
                .orElseThrow(() -> new IllegalStateException("unknown egress " + egress));
    }

    void become(Shape shape, Instant now) {
        runtime = shape.runtime();
        handler = shape.handler();
        description = shape.description();
        memoryMiB = shape.memoryMiB();
        timeoutSeconds = shape.timeoutSeconds();
        concurrency = shape.concurrency();
        maxConcurrency = shape.maxConcurrency();
        egress = shape.egress().wireName();
        keepWarm = shape.keepWarm().text();
        changed(now);
    }

    /**
     * @param sealed for {@link FunctionSnapshot#environmentContext()}
     */
    void take(byte[] sealed, int names, Instant now) {
        environment = sealed;
        variables = names;
        changed(now);
    }

    void take(CodeDigest digest, long bytes, Instant now) {
        codeDigest = digest.hex();
        codeBytes = bytes;
        changed(now);
    }

    void take(UrlAuth auth, @Nullable Cors cors, Instant now) {
        urlAuth = auth.wireName();
        urlCors = cors;
        changed(now);
    }

    void take(AsyncPolicy policy, Instant now) {
        asyncPolicy = policy.equals(AsyncPolicy.DEFAULT) ? null : policy;
        changed(now);
    }

    /**
     * @param set null for none
     */
    void take(@Nullable TagSetId set, Instant now) {
        tags = set == null ? null : set.value();
        changed(now);
    }

    @Nullable TagSetId tags() {
        return tags == null ? null : new TagSetId(tags);
    }

    AsyncPolicy async() {
        return asyncPolicy == null ? AsyncPolicy.DEFAULT : asyncPolicy;
    }

    FunctionUrl url() {
        return new FunctionUrl(urlId, UrlAuth.fromWireName(urlAuth).orElseThrow(), urlCors);
    }

    Shape shape() {
        return new Shape(
                runtime,
                handler,
                description,
                memoryMiB,
                timeoutSeconds,
                concurrency,
                maxConcurrency,
                egress(),
                KeepWarm.parse(keepWarm));
    }

    FunctionSnapshot snapshot(OpenAccount owner) {
        return new FunctionSnapshot(
                account,
                owner.identity().slug(),
                owner.identity().number(),
                id,
                name,
                LATEST,
                revision,
                code(),
                runtime,
                handler,
                memoryMiB,
                Duration.ofSeconds(timeoutSeconds),
                concurrency,
                maxConcurrency,
                owner.limits().concurrency(),
                egress(),
                KeepWarm.parse(keepWarm),
                url(),
                async(),
                tags(),
                environment);
    }

    /**
     * @param address of its own URL
     */
    FunctionView view(
            String address, Map<String, String> tagged, @Nullable Map<String, String> opened) {
        return new FunctionView(
                id.toString(),
                name,
                runtime,
                handler,
                description,
                memoryMiB,
                timeoutSeconds,
                concurrency,
                maxConcurrency,
                egress,
                WarmWish.of(KeepWarm.parse(keepWarm)),
                urlId,
                address,
                urlAuth,
                revision,
                codeDigest == null ? null : new FunctionView.CodeView(codeDigest, codeBytes),
                tagged,
                opened,
                variables,
                createdAt,
                changedAt);
    }

    FunctionWithdrawn withdrawal() {
        return new FunctionWithdrawn(account, id, name, LATEST, revision);
    }

    /** Hands out the next version's number; none is used again, though versions are deleted. */
    int nextVersion() {
        return ++lastVersion;
    }

    /** What a version of it would be now; null before the first upload. */
    FunctionVersion.@Nullable Contents contents() {
        CodeDigest code = code();
        return code == null
                ? null
                : new FunctionVersion.Contents(shape(), code, codeBytes, environment, variables);
    }

    /** After a withdrawal, so that what is published now is newer than what was withdrawn. */
    void comeBack() {
        revision++;
    }

    private void changed(Instant now) {
        revision++;
        changedAt = now;
    }
}
