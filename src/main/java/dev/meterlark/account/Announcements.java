package dev.meterlark.account;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the operator tells everybody: of no account, and seen by the members of all. */
@Service
@Transactional
public class Announcements {

    private static final int LONGEST_TEXT = 500;

    private final AnnouncementRows rows;
    private final AuditLog audit;
    private final AnnouncementProperties properties;
    private final InstantSource clock;

    Announcements(
            AnnouncementRows rows,
            AuditLog audit,
            AnnouncementProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** What stands at this moment, the newest first. */
    @Transactional(readOnly = true)
    public List<AnnouncementView> current() {
        return rows.current(clock.instant(), Limit.of(properties.shown())).stream()
                .map(Announcement::view)
                .toList();
    }

    /** Those that are over too, the newest first. */
    @Transactional(readOnly = true)
    public Page<AnnouncementView> all(@Nullable String cursor, @Nullable Integer limit) {
        int most = Cursor.limit(limit);
        Cursor after = Cursor.parse(cursor);
        List<Announcement> found =
                after == null
                        ? rows.newest(Limit.of(most + 1))
                        : rows.before(after.at(), after.uuid(), Limit.of(most + 1));
        return Page.of(found, most, a -> new Cursor(a.madeAt(), a.id().toString()))
                .map(Announcement::view);
    }

    /**
     * @param tone {@code info} or {@code warning}; info when there is none
     * @param hours how long it stands; a day when there are none
     */
    public AnnouncementView make(
            Caller operator,
            @Nullable String text,
            @Nullable String tone,
            @Nullable Integer hours) {
        String said = text == null ? "" : text.strip();
        if (said.isEmpty() || said.length() > LONGEST_TEXT) {
            throw invalid(
                    "text must have 1 to %d characters, has: %d"
                            .formatted(LONGEST_TEXT, said.length()));
        }
        AnnouncementView.Tone sound =
                AnnouncementView.Tone.of(tone == null ? "info" : tone)
                        .orElseThrow(() -> invalid("tone must be info or warning, was: " + tone));
        int stands = hours == null ? 24 : hours;
        if (stands < 1 || Duration.ofHours(stands).compareTo(properties.longest()) > 0) {
            throw invalid(
                    "hours must be from 1 to %d, were: %d"
                            .formatted(properties.longest().toHours(), stands));
        }
        Instant now = clock.instant();
        var made = new Announcement(said, sound, now, now.plus(Duration.ofHours(stands)));
        rows.save(made);
        audit.record(operator, "announcement.made", subject(made), Map.of("text", said));
        return made.view();
    }

    /** It stands no longer; nothing changes when it is over already. */
    public void end(Caller operator, UUID id) {
        Announcement announcement =
                rows.findById(id)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such announcement"));
        if (announcement.end(clock.instant())) {
            audit.record(operator, "announcement.ended", subject(announcement), Map.of());
        }
    }

    private static String subject(Announcement announcement) {
        return "announcement:" + announcement.id();
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
