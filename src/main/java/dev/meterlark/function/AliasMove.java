package dev.meterlark.function;

import dev.meterlark.shared.AccountId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Where an alias has pointed from some moment on; never changed. */
@Entity
@Immutable
@Table(name = "alias_move")
class AliasMove {

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private AliasMoveId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "alias_id"))
    private AliasId alias;

    @Column(name = "revision")
    private long revision;

    @Column(name = "number")
    private @Nullable Integer number;

    @Column(name = "weights")
    private String weights;

    @Column(name = "reason")
    private String reason;

    @Column(name = "actor")
    private String actor;

    @Column(name = "moved_at")
    private Instant movedAt;

    AliasMove(FunctionAlias alias, String reason, String actor, Instant now) {
        this.id = AliasMoveId.random();
        this.account = alias.account();
        this.alias = alias.id();
        this.revision = alias.revision();
        this.number = alias.pointing().version();
        this.weights = alias.pointing().weightsText();
        this.reason = reason;
        this.actor = actor;
        this.movedAt = now;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected AliasMove() {}

    Pointing pointing() {
        return Pointing.parse(number, weights);
    }

    long revision() {
        return revision;
    }

    AliasMoveView view() {
        Pointing pointing = pointing();
        return new AliasMoveView(
                revision,
                VersionNumber.text(pointing.version()),
                pointing.weightsByName(),
                reason,
                actor,
                movedAt);
    }
}
