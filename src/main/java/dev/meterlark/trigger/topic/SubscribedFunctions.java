package dev.meterlark.trigger.topic;

import dev.meterlark.function.PointsAt;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.topic.Subscriptions;
import dev.meterlark.trigger.TargetKind;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.Arrays;
import java.util.List;

/** What gets the events of a topic does not go in silence. */
@Component
class SubscribedFunctions implements PointsAt {

    private final ObjectProvider<Subscriptions> subscriptions;

    SubscribedFunctions(ObjectProvider<Subscriptions> subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public List<String> at(AccountId account, String name, @Nullable String qualifier) {
        return Arrays.stream(TargetKind.values())
                .flatMap(
                        kind ->
                                subscriptions
                                        .getObject()
                                        .naming(account, kind.wireName(), name, qualifier)
                                        .stream())
                .toList();
    }
}
