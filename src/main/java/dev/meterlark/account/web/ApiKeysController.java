package dev.meterlark.account.web;

import dev.meterlark.account.ApiKeyView;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
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
import java.util.List;

@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeysController {

    private final ApiKeys keys;

    ApiKeysController(ApiKeys keys) {
        this.keys = keys;
    }

    @GetMapping
    @Access(Permission.KEYS_MANAGE)
    Page<ApiKeyView> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return keys.list(caller, cursor, limit);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.KEYS_MANAGE)
    @ShowsSecret
    NewApiKey make(Caller caller, @RequestBody Make make) {
        return keys.make(caller, make.name(), make.scopes(), make.expiresAt());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.KEYS_MANAGE)
    void revoke(Caller caller, @PathVariable String id) {
        keys.revoke(caller, id);
    }

    record Make(
            @Nullable String name, @Nullable List<String> scopes, @Nullable Instant expiresAt) {}
}
