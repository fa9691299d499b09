package dev.meterlark.billing.invoice;

import dev.meterlark.billing.BillingProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InvoiceBeans {

    @Bean
    Months months(BillingProperties properties, CloseRows closes) {
        return new Months(properties.zone(), closes::start);
    }
}
