package dev.meterlark.storage.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Item;
import dev.meterlark.storage.table.ItemPage;
import dev.meterlark.storage.table.ItemQuery;
import dev.meterlark.storage.table.ItemResult;
import dev.meterlark.storage.table.Items;
import dev.meterlark.storage.table.Operation;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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

import java.time.Instant;
import java.util.List;

/** The items of tables. An item's ETag is its version. */
@RestController
@RequestMapping("/api/v1/tables/{table}")
class ItemController {

    private final Items items;

    ItemController(Items items) {
        this.items = items;
    }

    /** In the order of their keys. */
    @GetMapping("/items")
    @Access(Permission.STORAGE_READ)
    ItemPage list(Caller caller, @PathVariable String table, @ParameterObject ItemWords words) {
        return items.list(caller.account(), table, words.query());
    }

    /** In the order of the table's index; those without its member are not shown. */
    @GetMapping("/index")
    @Access(Permission.STORAGE_READ)
    ItemPage listByIndex(
            Caller caller, @PathVariable String table, @ParameterObject ItemWords words) {
        return items.listByIndex(caller.account(), table, words.query());
    }

    /** The document alone; what else there is to say is in the headers. */
    @GetMapping(path = "/items/{*key}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Access(Permission.STORAGE_READ)
    ResponseEntity<Document> get(
            Caller caller, @PathVariable String table, @PathVariable String key) {
        Item item = items.find(caller.account(), table, key(key)).orElseThrow(Items::unknown);
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok().eTag(ItemHeaders.etag(item.version()));
        Instant expiresAt = item.expiresAt();
        if (expiresAt != null) {
            answer.header(ItemHeaders.EXPIRES_AT, expiresAt.toString());
        }
        return answer.contentType(MediaType.APPLICATION_JSON).body(item.document());
    }

    /**
     * Kept when it is answered.
     *
     * @param document a JSON object
     * @param expiresIn seconds; without it the document says, or it never does
     */
    @PutMapping("/items/{*key}")
    @Access(Permission.STORAGE_WRITE)
    ResponseEntity<Written> put(
            Caller caller,
            @PathVariable String table,
            @PathVariable String key,
            @RequestParam(required = false) @Nullable Long expiresIn,
            @RequestBody byte[] document,
            HttpServletRequest request) {
        ItemResult result =
                items.put(
                        caller.account(),
                        table,
                        new Operation.Put(
                                key(key),
                                Document.parse(document),
                                ItemHeaders.condition(request),
                                expiresIn));
        Item after = result.after();
        if (after == null) {
            throw new IllegalStateException("an item that was put is not there: " + result);
        }
        return ResponseEntity.status(result.before() == null ? HttpStatus.CREATED : HttpStatus.OK)
                .eTag(ItemHeaders.etag(after.version()))
                .body(new Written(after.key(), after.version(), after.expiresAt()));
    }

    @DeleteMapping("/items/{*key}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_WRITE)
    void delete(
            Caller caller,
            @PathVariable String table,
            @PathVariable String key,
            HttpServletRequest request) {
        ItemResult result =
                items.delete(
                        caller.account(),
                        table,
                        new Operation.Delete(key(key), ItemHeaders.condition(request)));
        if (result.before() == null) {
            throw Items.unknown();
        }
    }

    /** All of them or none, of one moment. A get needs the permission to read as well. */
    @PostMapping("/batch")
    @Access(Permission.STORAGE_WRITE)
    BatchWords.Results batch(
            Caller caller, @PathVariable String table, @RequestBody BatchWords batch) {
        List<Operation> operations = batch.wanted();
        boolean reads = operations.stream().anyMatch(Operation.Get.class::isInstance);
        if (reads && !caller.may(Permission.STORAGE_READ)) {
            throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    "A get in a batch needs the permission " + Permission.STORAGE_READ.wireName());
        }
        return BatchWords.Results.of(operations, items.batch(caller.account(), table, operations));
    }

    /** The pattern takes the slash before it as well. */
    private static String key(String matched) {
        return matched.substring(1);
    }

    /**
     * @param expiresAt null for never
     */
    record Written(String key, long version, @Nullable Instant expiresAt) {}

    /**
     * Which items are asked for.
     *
     * @param equals of the index alone: exactly this
     * @param prefix the beginning of text
     * @param from the first that is wanted
     * @param to the first that is not wanted
     * @param order asc or desc
     */
    record ItemWords(
            @Nullable String equals,
            @Nullable String prefix,
            @Nullable String from,
            @Nullable String to,
            @Nullable String order,
            @Nullable String cursor,
            @Nullable Integer limit) {

        ItemQuery query() {
            return new ItemQuery(equals, prefix, from, to, order, cursor, limit);
        }
    }
}
