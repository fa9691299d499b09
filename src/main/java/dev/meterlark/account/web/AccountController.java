package dev.meterlark.account.web;

import dev.meterlark.account.AccountDetails;
import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.Accounts;
import dev.meterlark.account.DataExport;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.account.Origin;
import dev.meterlark.account.SignUp;
import dev.meterlark.account.SignedUp;
import dev.meterlark.account.SigningUp;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.edge.ShowsSecret;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

@RestController
@RequestMapping("/api/v1")
class AccountController {

    private final SigningUp signingUp;
    private final Accounts accounts;
    private final DataExport export;

    AccountController(SigningUp signingUp, Accounts accounts, DataExport export) {
        this.signingUp = signingUp;
        this.accounts = accounts;
        this.export = export;
    }

    @PostMapping("/accounts")
    @ResponseStatus(HttpStatus.CREATED)
    @OpenToAnyone(because = "whoever signs up has no credentials yet; SigningUp bounds it")
    @ShowsSecret
    Created signUp(@RequestBody SignUp signUp, HttpServletRequest request) {
        SignedUp signedUp = signingUp.signUp(signUp, Origin.of(request));
        return new Created(Named.of(signedUp.account()), signedUp.apiKey());
    }

    @GetMapping("/account")
    @Access(Permission.ACCOUNT_READ)
    Own account(Caller caller) {
        return Own.of(accounts.details(caller));
    }

    @PatchMapping("/account")
    @Access(Permission.ACCOUNT_MANAGE)
    Own rename(Caller caller, @RequestBody Rename rename) {
        return Own.of(accounts.rename(caller, rename.name()));
    }

    /** All that is kept of the account, as a zip; without secrets and objects of buckets. */
    @GetMapping("/account/export")
    @Access(Permission.ACCOUNT_MANAGE)
    void export(Caller caller, HttpServletResponse response) throws IOException {
        export.answer(caller, response);
    }

    /** For good. */
    @PostMapping("/account/close")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.ACCOUNT_MANAGE)
    void close(Caller caller, @RequestBody Close close) {
        accounts.closeOwn(caller, close.confirmation());
    }

    record Rename(@Nullable String name) {}

    /**
     * @param confirmation the account's short name
     */
    record Close(@Nullable String confirmation) {}

    /** The secret in it is shown this once. */
    record Created(Named account, NewApiKey apiKey) {}

    record Named(String id, String name, String slug, String number) {

        static Named of(AccountIdentity identity) {
            return new Named(
                    identity.id().toString(), identity.name(), identity.slug(), identity.number());
        }
    }

    record Own(
            String id,
            String name,
            String slug,
            String number,
            boolean operator,
            @Nullable String role,
            List<String> permissions,
            AccountLimits limits,
            Instant createdAt) {

        static Own of(AccountDetails details) {
            AccountIdentity identity = details.identity();
            return new Own(
                    identity.id().toString(),
                    identity.name(),
                    identity.slug(),
                    identity.number(),
                    details.operator(),
                    details.role(),
                    details.permissions().stream().map(Permission::wireName).sorted().toList(),
                    details.limits(),
                    details.createdAt());
        }
    }
}
