package dev.meterlark.billing.plan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Whom an account's invoices are addressed to.
 *
 * @param address lines before postal code and city
 * @param postalCode empty where there are none
 * @param country by its two letters
 * @param vatId of the form of its country
 * @param emails where invoices go
 * @param purchaseOrder what the account wants to be named on its invoices
 * @param language of its invoices: {@code en}, {@code de-AT}
 */
public record BillingProfile(
        String legalName,
        List<String> address,
        String city,
        String postalCode,
        String country,
        @Nullable String vatId,
        List<String> emails,
        @Nullable String purchaseOrder,
        String language) {

    private static final int MOST_LINES = 4;
    private static final int MOST_EMAILS = 5;

    public BillingProfile {
        address = List.copyOf(address);
        emails = List.copyOf(emails);
    }

    /** As it is asked for; a profile is always written whole. */
    public record Wish(
            @Nullable String legalName,
            @Nullable List<@Nullable String> address,
            @Nullable String city,
            @Nullable String postalCode,
            @Nullable String country,
            @Nullable String vatId,
            @Nullable List<@Nullable String> emails,
            @Nullable String purchaseOrder,
            @Nullable String language) {}

    static BillingProfile of(Wish wish) {
        String country = country(wish.country());
        String postalCode = Typed.lineOrNull("postalCode", wish.postalCode(), 20);
        return new BillingProfile(
                Typed.line("legalName", wish.legalName(), 200),
                lines(wish.address()),
                Typed.line("city", wish.city(), 100),
                postalCode == null ? "" : postalCode,
                country,
                vatId(country, wish.vatId()),
                emails(wish.emails()),
                Typed.lineOrNull("purchaseOrder", wish.purchaseOrder(), 100),
                language(wish.language()));
    }

    private static String country(@Nullable String text) {
        String country = text == null ? "" : text;
        if (!Countries.isOne(country)) {
            throw Refusals.invalid(
                    "country must be a country by its two letters such as DE, was: "
                            + Typed.shown(country));
        }
        return country;
    }

    private static List<String> lines(@Nullable List<@Nullable String> wanted) {
        if (wanted == null || wanted.isEmpty() || wanted.size() > MOST_LINES) {
            throw Refusals.invalid(
                    "address must have 1 to %d lines, had %d"
                            .formatted(MOST_LINES, wanted == null ? 0 : wanted.size()));
        }
        List<String> lines = new ArrayList<>();
        wanted.forEach(each -> lines.add(Typed.line("address", each, 200)));
        return lines;
    }

    private static @Nullable String vatId(String country, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return VatIds.normal(country, text)
                .orElseThrow(
                        () ->
                                Refusals.invalid(
                                        "vatId must have the form that VAT ids of %s have%s, was: %s"
                                                .formatted(
                                                        country,
                                                        VatIds.inUnion(country)
                                                                ? " and begin with "
                                                                        + VatIds.prefix(country)
                                                                : "",
                                                        Typed.shown(text))));
    }

    private static List<String> emails(@Nullable List<@Nullable String> wanted) {
        LinkedHashSet<String> emails = new LinkedHashSet<>();
        for (String each : wanted == null ? List.<@Nullable String>of() : wanted) {
            String email = each == null ? "" : each.strip();
            if (!BillingEmails.isAddress(email)) {
                throw Refusals.invalid(
                        "emails must be e-mail addresses, was: " + Typed.shown(email));
            }
            emails.add(email);
        }
        if (emails.size() > MOST_EMAILS) {
            throw Refusals.invalid(
                    "emails must be at most %d, were %d".formatted(MOST_EMAILS, emails.size()));
        }
        return List.copyOf(emails);
    }

    private static String language(@Nullable String text) {
        String language = text == null ? "en" : text;
        if (!language.matches("[a-z]{2}(-[A-Z]{2})?")) {
            throw Refusals.invalid(
                    "language must be such as en or de-AT, was: " + Typed.shown(language));
        }
        return language;
    }
}
