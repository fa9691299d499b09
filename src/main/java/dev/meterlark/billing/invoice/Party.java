package dev.meterlark.billing.invoice;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Who sells or buys, as it stood when the invoice was issued.
 *
 * @param lines of the address before postal code and city
 * @param country by its two letters; empty when unknown
 * @param register of the seller: where it is entered, and under which number
 * @param purchaseOrder of the buyer: what it wants to be named on its invoices
 */
public record Party(
        String name,
        List<String> lines,
        String city,
        String postalCode,
        String country,
        @Nullable String vatId,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String register,
        @Nullable String purchaseOrder) {

    public Party {
        lines = List.copyOf(lines);
    }
}
