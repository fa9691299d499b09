package dev.meterlark.account.web;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.AccountOverview;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.OneTimeLink;
import dev.meterlark.account.Page;
import dev.meterlark.account.Passkeys;
import dev.meterlark.account.Passwords;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;

/** What only the operator may do with accounts. */
@RestController
@RequestMapping("/api/v1/admin")
class AdminController {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Passkeys passkeys;

    AdminController(Accounts accounts, Passwords passwords, Passkeys passkeys) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.passkeys = passkeys;
    }

    @GetMapping("/accounts")
    @Access(Permission.OPERATE)
    Page<Overview> all(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        Page<AccountOverview> page = accounts.all(cursor, limit);
        return new Page<>(page.items().stream().map(Overview::of).toList(), page.nextCursor());
    }

    @PostMapping("/accounts/{account}/suspend")
    @Access(Permission.OPERATE)
    Overview suspend(Caller caller, @PathVariable String account) {
        return Overview.of(accounts.suspend(caller, AccountId.named(account)));
    }

    @PostMapping("/accounts/{account}/reopen")
    @Access(Permission.OPERATE)
    Overview reopen(Caller caller, @PathVariable String account) {
        return Overview.of(accounts.reopen(caller, AccountId.named(account)));
    }

    @PostMapping("/accounts/{account}/close")
    @Access(Permission.OPERATE)
    Overview close(Caller caller, @PathVariable String account) {
        return Overview.of(accounts.close(caller, AccountId.named(account)));
    }

    /** Members that are left out stay as they are. */
    @PatchMapping("/accounts/{account}/limits")
    @Access(Permission.OPERATE)
    Overview limit(Caller caller, @PathVariable String account, @RequestBody Limits wanted) {
        AccountId id = AccountId.named(account);
        return Overview.of(accounts.limit(caller, id, wanted.over(accounts.limits(id))));
    }

    @PostMapping("/password-resets")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    @ShowsSecret
    OneTimeLink resetPassword(Caller caller, @RequestBody Address address) {
        return passwords.issueReset(caller, address.email());
    }

    /** For somebody who has lost all of theirs; how many those were. */
    @PostMapping("/passkey-removals")
    @Access(Permission.OPERATE)
    Removed forgetPasskeys(Caller caller, @RequestBody Address address) {
        return new Removed(passkeys.forgetAll(caller, address.email()));
    }

    /** The token and path are null when the link went out by mail. */
    @PostMapping("/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    @Access(Permission.OPERATE)
    @ShowsSecret
    SignUpLink inviteToSignUp(Caller caller, @RequestBody Address address) {
        return accounts.inviteToSignUp(caller, address.email())
                .map(l -> new SignUpLink(l.token(), l.path()))
                .orElse(new SignUpLink(null, null));
    }

    record Limits(
            @Nullable Integer concurrency, @Nullable Integer functions, @Nullable Long codeBytes) {

        AccountLimits over(AccountLimits now) {
            try {
                return new AccountLimits(
                        concurrency == null ? now.concurrency() : concurrency,
                        functions == null ? now.functions() : functions,
                        codeBytes == null ? now.codeBytes() : codeBytes);
            } catch (IllegalArgumentException negative) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID, String.valueOf(negative.getMessage()));
            }
        }
    }

    record Address(@Nullable String email) {}

    record Removed(int removed) {}

    record SignUpLink(@Nullable String token, @Nullable String path) {}

    record Overview(
            String id,
            String name,
            String slug,
            String number,
            String state,
            boolean operator,
            AccountLimits limits,
            Instant createdAt) {

        static Overview of(AccountOverview overview) {
            AccountIdentity identity = overview.identity();
            return new Overview(
                    identity.id().toString(),
                    identity.name(),
                    identity.slug(),
                    identity.number(),
                    overview.state(),
                    overview.operator(),
                    overview.limits(),
                    overview.createdAt());
        }
    }
}
