package dev.meterlark.billing.payment;

import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.billing.plan.Credits;
import dev.meterlark.platform.Outbox;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What payments are made of beside their own classes. */
@Configuration(proxyBeanMethods = false)
class PaymentBeans {

    @Bean
    Errands errands(Outbox outbox) {
        return new Errands(outbox::put);
    }

    @Bean
    Providers providers(ObjectProvider<PaymentProvider> all) {
        return new Providers(all.orderedStream().toList());
    }

    @Bean
    PaidInvoices paidInvoices(Invoices invoices) {
        return invoices::settled;
    }

    @Bean
    CreditBook creditBook(Credits credits) {
        return new CreditBook() {
            @Override
            public void grant(AccountId account, Money amount, String reason, String source) {
                credits.grant(account, amount, reason, source);
            }

            @Override
            public Money takeBack(AccountId account, Money amount, String reason, String source) {
                return credits.takeBack(account, amount, reason, source);
            }
        };
    }

    @Bean
    BillingDays days(BillingProperties properties) {
        return new BillingDays(properties.zone());
    }
}
