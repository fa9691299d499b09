package dev.meterlark.account;

import dev.meterlark.edge.Acting;
import dev.meterlark.edge.ActingId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** A stay of the operator in an account. It ends once, and is for the credentials that began it. */
@Entity
@Table(name = "acting_stay")
class ActingStay {

    @Id private UUID id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "account_id"))
    private AccountId account;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "operator_id"))
    private AccountId operator;

    @Column(name = "subject")
    private String subject;

    @Column(name = "reason")
    private String reason;

    @Column(name = "begun_at")
    private Instant begunAt;

    @Column(name = "ends_at")
    private Instant endsAt;

    @Column(name = "ended")
    private boolean ended;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    ActingStay(Acting acting, String subject, Instant now) {
        this.id = acting.id().value();
        this.account = acting.account();
        this.operator = acting.from();
        this.subject = subject;
        this.reason = acting.reason();
        this.begunAt = now;
        this.endsAt = acting.until();
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected ActingStay() {}

    UUID id() {
        return id;
    }

    AccountId account() {
        return account;
    }

    AccountId operator() {
        return operator;
    }

    Instant begunAt() {
        return begunAt;
    }

    boolean isOf(Caller caller) {
        return subject.equals(caller.subject());
    }

    boolean goesOn(Instant now) {
        return !ended && now.isBefore(endsAt);
    }

    /** Whether it went on until now. */
    boolean end(Instant now) {
        boolean went = goesOn(now);
        if (went) {
            ended = true;
            endsAt = now;
        }
        return went;
    }

    ActingView view(Instant now) {
        return new ActingView(
                new ActingId(id), account, subject, reason, begunAt, endsAt, goesOn(now));
    }
}
