package dev.meterlark.release.web;

import dev.meterlark.edge.Access;
import dev.meterlark.release.ShiftList;
import dev.meterlark.release.ShiftView;
import dev.meterlark.release.ShiftWishes;
import dev.meterlark.release.Shifts;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;

/** Moves of an alias from one version to another in steps, which go back when the new one fails. */
@RestController
@RequestMapping("/api/v1/functions/{name}/aliases/{alias}/shifts")
class ShiftController {

    private final Shifts shifts;

    ShiftController(Shifts shifts) {
        this.shifts = shifts;
    }

    /** The newest first. */
    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    ShiftList list(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return shifts.list(caller, name, alias, cursor, limit);
    }

    /** The first step is taken at once. */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<ShiftView> start(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestBody ShiftWishes wishes) {
        ShiftView made = shifts.start(caller, name, alias, wishes);
        return ResponseEntity.created(
                        URI.create(
                                "/api/v1/functions/%s/aliases/%s/shifts/%s"
                                        .formatted(made.function(), made.alias(), made.id())))
                .body(made);
    }

    @GetMapping("/{shift}")
    @Access(Permission.FUNCTIONS_READ)
    ShiftView show(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @PathVariable String shift) {
        return shifts.show(caller, name, alias, shift);
    }

    /** All calls go to the old version again. */
    @PostMapping("/{shift}/abort")
    @Access(Permission.FUNCTIONS_WRITE)
    ShiftView abort(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @PathVariable String shift) {
        return shifts.abort(caller, name, alias, shift);
    }
}
