package dev.meterlark.invocation;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InvocationBeans {

    @Bean
    RunningCalls runningCalls(InvocationProperties properties) {
        return new RunningCalls(properties.maxInFlight());
    }
}
