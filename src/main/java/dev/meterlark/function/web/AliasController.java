package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.AliasList;
import dev.meterlark.function.AliasMoves;
import dev.meterlark.function.AliasView;
import dev.meterlark.function.AliasWishes;
import dev.meterlark.function.Aliases;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Names that lead to versions of a function, and can be moved from one to another. */
@RestController
@RequestMapping("/api/v1/functions/{name}/aliases")
class AliasController {

    private final Aliases aliases;

    AliasController(Aliases aliases) {
        this.aliases = aliases;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    AliasList list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return aliases.list(caller, name, cursor, limit);
    }

    @GetMapping("/{alias}")
    @Access(Permission.FUNCTIONS_READ)
    AliasView show(Caller caller, @PathVariable String name, @PathVariable String alias) {
        return aliases.show(caller, name, alias);
    }

    /** Makes or moves it, at once and as a whole: 201 when it is new. */
    @PutMapping("/{alias}")
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<AliasView> put(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestBody AliasWishes wishes) {
        Aliases.Put done = aliases.put(caller, name, alias, wishes);
        return ResponseEntity.status(done.made() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(done.alias());
    }

    @DeleteMapping("/{alias}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String name, @PathVariable String alias) {
        aliases.delete(caller, name, alias);
    }

    /** Where it has pointed, the newest first. */
    @GetMapping("/{alias}/history")
    @Access(Permission.FUNCTIONS_READ)
    AliasMoves history(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return aliases.history(caller, name, alias, cursor, limit);
    }

    /**
     * To where it pointed before its last move; twice in a row leads back.
     *
     * @param revision that the alias must have; any, without it
     */
    @PostMapping("/{alias}/rollback")
    @Access(Permission.FUNCTIONS_WRITE)
    AliasView rollBack(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @RequestParam(required = false) @Nullable Long revision) {
        return aliases.rollBack(caller, name, alias, revision);
    }
}
