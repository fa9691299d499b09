package dev.meterlark.account.web;

import dev.meterlark.account.AccountDetails;
import dev.meterlark.account.AccountIdentity;
import dev.meterlark.account.Accounts;
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

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

@RestController
@RequestMapping("/api/v1")
class AccountController {

    private final SigningUp signingUp;
    private final Accounts accounts;

    AccountController(SigningUp signingUp, Accounts accounts) {
        this.signingUp = signingUp;
        this.accounts = accounts;
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
