package dev.meterlark.billing.payment;

import java.util.List;
import java.util.Optional;

/** The providers that the operator set up, the first of which collects. */
record Providers(List<PaymentProvider> all) {

    Providers {
        all = List.copyOf(all);
    }

    Optional<PaymentProvider> first() {
        return all.stream().findFirst();
    }

    Optional<PaymentProvider> named(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
