package dev.meterlark.billing.plan.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.account.Page;
import dev.meterlark.billing.plan.Credit;
import dev.meterlark.billing.plan.Credits;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.InstantSource;

/** Credits: granted by the operator, seen by accounts. */
@RestController
@RequestMapping("/api/v1")
class CreditController {

    private final Credits credits;
    private final InstantSource clock;

    CreditController(Credits credits, InstantSource clock) {
        this.credits = credits;
        this.clock = clock;
    }

    /**
     * @param remaining a decimal string
     * @param priority the lowest pays first
     * @param expired whether it pays nothing any more, whatever is left
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String id,
            String description,
            String remaining,
            String currency,
            int priority,
            Instant grantedAt,
            @Nullable Instant expiresAt,
            boolean expired) {}

    /** In the order in which they pay; used up and expired ones too. */
    @GetMapping("/credits")
    @Access(Permission.BILLING_READ)
    Page<Answer> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return list(caller.account(), cursor, limit);
    }

    @GetMapping("/admin/accounts/{account}/credits")
    @Access(Permission.OPERATE)
    Page<Answer> listOther(
            @PathVariable String account,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return list(AccountId.named(account), cursor, limit);
    }

    @PostMapping("/admin/accounts/{account}/credits")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    Answer grant(Caller caller, @PathVariable String account, @RequestBody Credits.Wish wish) {
        return answer(credits.grant(caller, AccountId.named(account), wish));
    }

    /** More, or less down to nothing. */
    @PostMapping("/admin/accounts/{account}/credits/{credit}/adjust")
    @Access(Permission.OPERATE)
    Answer adjust(
            Caller caller,
            @PathVariable String account,
            @PathVariable String credit,
            @RequestBody Credits.Adjustment wish) {
        return answer(credits.adjust(caller, AccountId.named(account), credit, wish));
    }

    private Page<Answer> list(AccountId account, @Nullable String cursor, @Nullable Integer limit) {
        Page<Credit> page = credits.list(account, cursor, limit);
        return new Page<>(page.items().stream().map(this::answer).toList(), page.nextCursor());
    }

    private Answer answer(Credit credit) {
        return new Answer(
                credit.id().toString(),
                credit.description(),
                credit.remaining().plainAmount(),
                credit.remaining().currency().getCurrencyCode(),
                credit.priority(),
                credit.grantedAt(),
                credit.expiresAt(),
                credit.expired(clock.instant()));
    }
}
