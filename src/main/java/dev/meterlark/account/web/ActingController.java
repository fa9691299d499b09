package dev.meterlark.account.web;

import dev.meterlark.account.ActingAs;
import dev.meterlark.account.ActingView;
import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Acting;
import dev.meterlark.edge.ActingId;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/**
 * Stays of the operator in accounts of others. Requests of the key that began one are in that
 * account when they carry its id in the header {@code Meterlark-Acting}.
 */
@RestController
@RequestMapping("/api/v1/admin")
class ActingController {

    private final ActingAs actingAs;

    ActingController(ActingAs actingAs) {
        this.actingAs = actingAs;
    }

    @PostMapping("/accounts/{account}/acting")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Begun begin(Caller caller, @PathVariable String account, @RequestBody Wanted wanted) {
        return Begun.of(
                actingAs.begin(
                        caller, AccountId.named(account), wanted.reason(), wanted.minutes()));
    }

    /** Those that are over too, the newest first; those that were begun in the console as well. */
    @GetMapping("/acting")
    @Access(Permission.OPERATE)
    Page<Stay> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return actingAs.all(cursor, limit).map(Stay::of);
    }

    /** Whoever began it: its next request is not in the account any more. */
    @DeleteMapping("/acting/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void end(@PathVariable String id) {
        actingAs.end(ActingId.parse(id).orElseThrow(ActingAs::unknown));
    }

    /**
     * @param minutes 15 when left out
     */
    record Wanted(@Nullable String reason, @Nullable Integer minutes) {}

    record Begun(String id, String account, String reason, Instant until) {

        static Begun of(Acting acting) {
            return new Begun(
                    acting.id().toString(),
                    acting.account().toString(),
                    acting.reason(),
                    acting.until());
        }
    }

    /**
     * @param by {@code key:…} or {@code person:…}
     * @param until when it ends, or has ended
     */
    record Stay(
            String id,
            String account,
            String by,
            String reason,
            Instant begunAt,
            Instant until,
            boolean goesOn) {

        static Stay of(ActingView view) {
            return new Stay(
                    view.id().toString(),
                    view.account().toString(),
                    view.by(),
                    view.reason(),
                    view.begunAt(),
                    view.until(),
                    view.goesOn());
        }
    }
}
