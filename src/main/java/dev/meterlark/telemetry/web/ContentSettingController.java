package dev.meterlark.telemetry.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.content.ContentSettings;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether events and answers of the account's calls are kept. */
@RestController
@RequestMapping("/api/v1/account/call-content")
class ContentSettingController {

    private final ContentSettings settings;

    ContentSettingController(ContentSettings settings) {
        this.settings = settings;
    }

    record Setting(boolean keep) {}

    record Wish(@Nullable Boolean keep) {}

    @GetMapping
    @Access(Permission.ACCOUNT_READ)
    Setting show(Caller caller) {
        return new Setting(settings.isKept(caller.account()));
    }

    /** With {@code false} what is there is deleted before this is answered. */
    @PutMapping
    @Access(Permission.ACCOUNT_MANAGE)
    Setting change(Caller caller, @RequestBody Wish wish) {
        Boolean keep = wish.keep();
        if (keep == null) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "keep must be true or false, was: missing; it says whether events and answers"
                            + " of calls are kept");
        }
        settings.keep(caller, keep);
        return show(caller);
    }
}
