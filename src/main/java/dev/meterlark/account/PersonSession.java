package dev.meterlark.account;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.edge.SessionId;
import dev.meterlark.edge.SignInWay;
import dev.meterlark.shared.PersonId;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A session of a person in some browser. It ends once and never goes on. */
@Entity
@Table(name = "person_session")
class PersonSession {

    private static final int LONGEST_AGENT = 200;

    @EmbeddedId
    @AttributeOverride(name = "value", column = @Column(name = "id"))
    private RowId id;

    @Embedded
    @AttributeOverride(name = "value", column = @Column(name = "person_id"))
    private PersonId person;

    @Enumerated(EnumType.STRING)
    @Column(name = "way")
    private SignInWay way;

    @Column(name = "address")
    private String address;

    @Column(name = "agent")
    private String agent;

    @Column(name = "begun_at")
    private Instant begunAt;

    @Column(name = "seen_at")
    private Instant seenAt;

    @Column(name = "good_until")
    private Instant goodUntil;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    PersonSession(
            SessionId id,
            PersonId person,
            SignInWay way,
            ClientAddress from,
            String agent,
            Instant now,
            Instant goodUntil) {
        this.id = new RowId(id.value());
        this.person = person;
        this.way = way;
        this.address = from.toString();
        this.agent = agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT);
        this.begunAt = now;
        this.seenAt = now;
        this.goodUntil = goodUntil;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected PersonSession() {}

    SessionId id() {
        return new SessionId(id.value());
    }

    boolean open() {
        return endedAt == null;
    }

    boolean seenBefore(Instant instant) {
        return seenAt.isBefore(instant);
    }

    SessionView view() {
        return new SessionView(id(), way, address, agent, begunAt, seenAt);
    }
}
