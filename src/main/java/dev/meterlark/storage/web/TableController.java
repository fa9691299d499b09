package dev.meterlark.storage.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.table.TableSettings;
import dev.meterlark.storage.table.TableView;
import dev.meterlark.storage.table.Tables;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;

/** Tables, without their items. */
@RestController
@RequestMapping("/api/v1/tables")
class TableController {

    private final Tables tables;

    TableController(Tables tables) {
        this.tables = tables;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    Page<TableView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return tables.list(caller, cursor, limit);
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    ResponseEntity<TableView> create(Caller caller, @RequestBody Create create) {
        TableView made =
                tables.create(
                        caller, create.name(), new TableSettings(create.index(), create.ttl()));
        return ResponseEntity.created(URI.create("/api/v1/tables/" + made.name())).body(made);
    }

    /** With the count of its items. */
    @GetMapping("/{table}")
    @Access(Permission.STORAGE_READ)
    TableView show(Caller caller, @PathVariable String table) {
        return tables.show(caller, table);
    }

    /** With all its items. */
    @DeleteMapping("/{table}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String table) {
        tables.delete(caller, table);
    }

    /**
     * @param index what items are found by besides their keys; decided here for good
     * @param ttl the member of a document that says when it expires; decided here for good
     */
    record Create(
            @Nullable String name,
            TableSettings.@Nullable IndexTerms index,
            @Nullable String ttl) {}
}
