package dev.meterlark.function;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.AliasWithdrawn;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A name that leads to a version of a function, or to several by weight. */
@Entity
@Table(name = "function_alias")
class FunctionAlias {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private AliasId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "function_id"))
    private FunctionId function;

    @Column(name = "name")
    private String name;

    @Column(name = "description")
    private String description;

    @Column(name = "number")
    private @Nullable Integer number;

    @Column(name = "weights")
    private String weights;

    @Column(name = "revision")
    private long revision;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "moved_at")
    private Instant movedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    FunctionAlias(Function function, AliasName name, Pointing pointing, Instant now) {
        this.id = AliasId.random();
        this.account = function.account();
        this.function = function.id();
        this.name = name.value();
        this.description = "";
        this.number = pointing.version();
        this.weights = pointing.weightsText();
        this.revision = 1;
        this.createdAt = now;
        this.movedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected FunctionAlias() {}

    AliasId id() {
        return id;
    }

    AccountId account() {
        return account;
    }

    FunctionId function() {
        return function;
    }

    String name() {
        return name;
    }

    String description() {
        return description;
    }

    long revision() {
        return revision;
    }

    Pointing pointing() {
        return Pointing.parse(number, weights);
    }

    void describe(String text) {
        description = text;
    }

    void point(Pointing pointing, Instant now) {
        number = pointing.version();
        weights = pointing.weightsText();
        movedAt = now;
        revision++;
    }

    /** After a withdrawal, so that what is published now is newer than what was withdrawn. */
    void comeBack() {
        revision++;
    }

    AliasSnapshot snapshot(String functionName) {
        Pointing pointing = pointing();
        return new AliasSnapshot(
                account,
                function,
                functionName,
                name,
                VersionNumber.text(pointing.version()),
                pointing.weightsByName(),
                revision);
    }

    AliasWithdrawn withdrawal(String functionName) {
        return new AliasWithdrawn(account, function, functionName, name, revision);
    }

    AliasView view(String functionName, String address) {
        Pointing pointing = pointing();
        return new AliasView(
                name,
                functionName,
                VersionNumber.text(pointing.version()),
                pointing.weightsByName(),
                description,
                address,
                revision,
                createdAt,
                movedAt);
    }
}
