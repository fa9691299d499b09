package dev.meterlark.trigger.topic;

import dev.meterlark.invocation.AsyncCalls;
import dev.meterlark.trigger.TargetKind;
import dev.meterlark.trigger.TriggerTargets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Those who are called alike, and differ in what they are called. */
@Configuration(proxyBeanMethods = false)
class SubscriberBeans {

    @Bean
    CalledSubscriber functionsOfTopics(TriggerTargets targets, ObjectProvider<AsyncCalls> calls) {
        return new CalledSubscriber(TargetKind.FUNCTION, targets, calls);
    }

    @Bean
    CalledSubscriber pipelinesOfTopics(TriggerTargets targets, ObjectProvider<AsyncCalls> calls) {
        return new CalledSubscriber(TargetKind.PIPELINE, targets, calls);
    }
}
