package dev.meterlark.billing.plan.web;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.plan.BillingProfile;
import dev.meterlark.billing.plan.BillingProfiles;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Whom an account's invoices are addressed to, and how they are taxed. */
@RestController
@RequestMapping("/api/v1")
class BillingProfileController {

    private final BillingProfiles profiles;

    BillingProfileController(BillingProfiles profiles) {
        this.profiles = profiles;
    }

    /** All but the tax is left out as long as the account has said nothing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            @Nullable String legalName,
            @Nullable List<String> address,
            @Nullable String city,
            @Nullable String postalCode,
            @Nullable String country,
            @Nullable String vatId,
            @Nullable List<String> emails,
            @Nullable String purchaseOrder,
            @Nullable String language,
            TaxAnswer tax) {}

    /**
     * @param category S, AE, E, O or Z, as in EN 16931
     * @param percent a decimal string
     * @param reason why there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TaxAnswer(String category, String percent, @Nullable String reason) {

        static TaxAnswer of(Tax tax) {
            return new TaxAnswer(
                    tax.category().name(), tax.percent().toPlainString(), tax.reason());
        }
    }

    record Exemption(@Nullable String reason) {}

    @GetMapping("/billing-profile")
    @Access(Permission.BILLING_READ)
    Answer show(Caller caller) {
        return answer(caller.account());
    }

    /** Written whole: what is left out is not there any more. */
    @PutMapping("/billing-profile")
    @Access(Permission.BILLING_MANAGE)
    Answer change(Caller caller, @RequestBody BillingProfile.Wish wish) {
        profiles.change(caller, wish);
        return answer(caller.account());
    }

    @GetMapping("/admin/accounts/{account}/billing-profile")
    @Access(Permission.OPERATE)
    Answer showOther(@PathVariable String account) {
        return answer(AccountId.named(account));
    }

    @PutMapping("/admin/accounts/{account}/tax-exemption")
    @Access(Permission.OPERATE)
    Answer exempt(Caller caller, @PathVariable String account, @RequestBody Exemption wish) {
        profiles.exempt(caller, AccountId.named(account), wish.reason());
        return answer(AccountId.named(account));
    }

    @DeleteMapping("/admin/accounts/{account}/tax-exemption")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.OPERATE)
    void liable(Caller caller, @PathVariable String account) {
        profiles.liable(caller, AccountId.named(account));
    }

    private Answer answer(AccountId account) {
        TaxAnswer tax = TaxAnswer.of(profiles.tax(account));
        return profiles.of(account)
                .map(profile -> answer(profile, tax))
                .orElseGet(
                        () ->
                                new Answer(
                                        null, null, null, null, null, null, null, null, null, tax));
    }

    private static Answer answer(BillingProfile profile, TaxAnswer tax) {
        return new Answer(
                profile.legalName(),
                profile.address(),
                profile.city(),
                profile.postalCode(),
                profile.country(),
                profile.vatId(),
                profile.emails(),
                profile.purchaseOrder(),
                profile.language(),
                tax);
    }
}
