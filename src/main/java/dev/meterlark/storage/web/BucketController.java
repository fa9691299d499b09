package dev.meterlark.storage.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.BucketView;
import dev.meterlark.storage.bucket.Buckets;

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

/** Buckets, without their objects. */
@RestController
@RequestMapping("/api/v1/buckets")
class BucketController {

    private final Buckets buckets;

    BucketController(Buckets buckets) {
        this.buckets = buckets;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    Page<BucketView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return buckets.list(caller, cursor, limit);
    }

    @PostMapping
    @Access(Permission.STORAGE_MANAGE)
    ResponseEntity<BucketView> create(Caller caller, @RequestBody Create create) {
        BucketView made = buckets.create(caller, create.name());
        return ResponseEntity.created(URI.create("/api/v1/buckets/" + made.name())).body(made);
    }

    @GetMapping("/{bucket}")
    @Access(Permission.STORAGE_READ)
    BucketView show(Caller caller, @PathVariable String bucket) {
        return buckets.show(caller, bucket);
    }

    /** Only an empty one. */
    @DeleteMapping("/{bucket}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_MANAGE)
    void delete(Caller caller, @PathVariable String bucket) {
        buckets.delete(caller, bucket);
    }

    record Create(@Nullable String name) {}
}
