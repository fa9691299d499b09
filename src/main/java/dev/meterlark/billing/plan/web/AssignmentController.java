package dev.meterlark.billing.plan.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.account.Page;
import dev.meterlark.billing.plan.Assignment;
import dev.meterlark.billing.plan.Assignments;
import dev.meterlark.edge.Access;
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

/** Which plan an account is on from when; for the operator. */
@RestController
@RequestMapping("/api/v1/admin/accounts/{account}/plans")
class AssignmentController {

    private final Assignments assignments;

    AssignmentController(Assignments assignments) {
        this.assignments = assignments;
    }

    /**
     * @param plan left out when the account was closed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(Instant from, @Nullable String plan, String reason, String madeBy, Instant madeAt) {

        static Item of(Assignment each) {
            return new Item(each.from(), each.plan(), each.reason(), each.madeBy(), each.madeAt());
        }
    }

    /** The past and what is to come, in order. */
    @GetMapping
    @Access(Permission.OPERATE)
    Page<Item> history(
            @PathVariable String account,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<Assignment> page = assignments.list(AccountId.named(account), cursor, limit);
        return new Page<>(page.items().stream().map(Item::of).toList(), page.nextCursor());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Item assign(Caller caller, @PathVariable String account, @RequestBody Assignments.Wish wish) {
        return Item.of(assignments.assign(caller, AccountId.named(account), wish));
    }

    /** A change that is to come. */
    @DeleteMapping("/{from}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void withdraw(Caller caller, @PathVariable String account, @PathVariable String from) {
        assignments.withdraw(caller, AccountId.named(account), from);
    }
}
