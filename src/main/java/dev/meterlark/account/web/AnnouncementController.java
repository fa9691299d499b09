package dev.meterlark.account.web;

import dev.meterlark.account.AnnouncementView;
import dev.meterlark.account.Announcements;
import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.UUID;

/** What the operator tells everybody. */
@RestController
class AnnouncementController {

    private final Announcements announcements;

    AnnouncementController(Announcements announcements) {
        this.announcements = announcements;
    }

    /** Those that stand at this moment; they are few. */
    @GetMapping("/api/v1/announcements")
    @Access(Permission.ACCOUNT_READ)
    Page<AnnouncementView> current() {
        return new Page<>(announcements.current(), null);
    }

    @GetMapping("/api/v1/admin/announcements")
    @Access(Permission.OPERATE)
    Page<AnnouncementView> all(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return announcements.all(cursor, limit);
    }

    @PostMapping("/api/v1/admin/announcements")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    AnnouncementView make(Caller caller, @RequestBody Wanted wanted) {
        return announcements.make(caller, wanted.text(), wanted.tone(), wanted.hours());
    }

    @DeleteMapping("/api/v1/admin/announcements/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void end(Caller caller, @PathVariable UUID id) {
        announcements.end(caller, id);
    }

    record Wanted(@Nullable String text, @Nullable String tone, @Nullable Integer hours) {}
}
