package dev.meterlark.account.web;

import dev.meterlark.account.EgressOpenings;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** What the operator lets an account's functions reach beyond public addresses. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}/egress")
class EgressController {

    private final EgressOpenings openings;

    EgressController(EgressOpenings openings) {
        this.openings = openings;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    Openings show(@PathVariable String account) {
        return new Openings(openings.of(AccountId.named(account)));
    }

    @PutMapping
    @Access(Permission.OPERATE)
    Openings change(Caller caller, @PathVariable String account, @RequestBody Wanted wanted) {
        return new Openings(openings.change(caller, AccountId.named(account), wanted.openings()));
    }

    record Openings(List<String> openings) {}

    record Wanted(@Nullable List<@Nullable String> openings) {}
}
