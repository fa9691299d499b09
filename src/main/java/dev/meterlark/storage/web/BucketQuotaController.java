package dev.meterlark.storage.web;

import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.BucketQuota;
import dev.meterlark.storage.bucket.BucketQuotas;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the operator lets an account's buckets hold. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}/bucket-quota")
class BucketQuotaController {

    private final BucketQuotas quotas;

    BucketQuotaController(BucketQuotas quotas) {
        this.quotas = quotas;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    BucketQuota show(@PathVariable String account) {
        return quotas.of(AccountId.named(account));
    }

    /** Both null for what the settings say. */
    @PutMapping
    @Access(Permission.OPERATE)
    BucketQuota change(Caller caller, @PathVariable String account, @RequestBody Wanted wanted) {
        return quotas.change(
                caller, AccountId.named(account), wanted.maxBytes(), wanted.maxObjects());
    }

    record Wanted(@Nullable Long maxBytes, @Nullable Long maxObjects) {}
}
