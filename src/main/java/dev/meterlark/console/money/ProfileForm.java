package dev.meterlark.console.money;

import dev.meterlark.billing.plan.BillingProfile;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whom invoices are addressed to, as a form has it. */
record ProfileForm(
        @Nullable String legalName,
        @Nullable String address,
        @Nullable String city,
        @Nullable String postalCode,
        @Nullable String country,
        @Nullable String vatId,
        @Nullable String emails,
        @Nullable String purchaseOrder,
        @Nullable String language) {

    static final ProfileForm EMPTY = new ProfileForm("", "", "", "", "", "", "", "", "en");

    static ProfileForm of(BillingProfile profile) {
        return new ProfileForm(
                profile.legalName(),
                String.join("\n", profile.address()),
                profile.city(),
                profile.postalCode(),
                profile.country(),
                profile.vatId(),
                String.join(" ", profile.emails()),
                profile.purchaseOrder(),
                profile.language());
    }

    BillingProfile.Wish wish() {
        return new BillingProfile.Wish(
                legalName,
                words(address, "\\R"),
                city,
                given(postalCode),
                country == null ? null : country.strip().toUpperCase(Locale.ROOT),
                given(vatId),
                words(emails, "[\\s,;]+"),
                given(purchaseOrder),
                given(language));
    }

    private static List<String> words(@Nullable String text, String between) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(between))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList();
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
