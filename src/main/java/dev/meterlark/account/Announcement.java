package dev.meterlark.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** What the operator tells everybody for a while. */
@Entity
@Table(name = "announcement")
class Announcement {

    @Id private UUID id;

    @Column(name = "text")
    private String text;

    @Column(name = "tone")
    private String tone;

    @Column(name = "made_at")
    private Instant madeAt;

    @Column(name = "ends_at")
    private Instant endsAt;

    @Version
    @Column(name = "version")
    private @Nullable Long version; // null tells that the row is new

    Announcement(String text, AnnouncementView.Tone tone, Instant now, Instant endsAt) {
        this.id = RowId.random().value();
        this.text = text;
        this.tone = tone.wireName();
        this.madeAt = now;
        this.endsAt = endsAt;
    }

    @SuppressWarnings("NullAway.Init") // filled in by Hibernate
    protected Announcement() {}

    UUID id() {
        return id;
    }

    Instant madeAt() {
        return madeAt;
    }

    /** Over from now on; what is over already stays as it was. */
    boolean end(Instant now) {
        if (!endsAt.isAfter(now)) {
            return false;
        }
        endsAt = now;
        return true;
    }

    AnnouncementView view() {
        return new AnnouncementView(
                id, text, AnnouncementView.Tone.of(tone).orElseThrow(), madeAt, endsAt);
    }
}
