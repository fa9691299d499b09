package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.DestinationCatalog;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.function.snapshot.DestinationTarget.OfBucket;
import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;
import dev.meterlark.function.snapshot.DestinationTarget.OfKafka;
import dev.meterlark.function.snapshot.DestinationTarget.OfQueue;
import dev.meterlark.function.snapshot.DestinationTarget.OfTopic;
import dev.meterlark.function.snapshot.DestinationTarget.OfWebhook;
import dev.meterlark.invocation.Destination;
import dev.meterlark.invocation.Notice;
import dev.meterlark.platform.Carried;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;

/** All kinds of destinations that there are here, by what names them. */
@Component
class Destinations implements DestinationCatalog {

    private final Map<Class<?>, Kind<?>> kinds = new HashMap<>();

    Destinations(ObjectProvider<Destination<?>> all) {
        all.forEach(each -> kinds.put(each.type(), new Kind<>(each)));
    }

    /** Brings a target and its own kind together. */
    private record Kind<T extends DestinationTarget>(Destination<T> destination) {

        @Nullable String refusal(AccountId account, DestinationTarget target) {
            return destination.refusal(account, destination.type().cast(target));
        }

        Carried tell(DestinationTarget target, Notice notice) {
            return destination.tell(destination.type().cast(target), notice);
        }
    }

    @Override
    public @Nullable String refusal(AccountId account, DestinationTarget target) {
        Kind<?> kind = kinds.get(target.getClass());
        return kind == null
                ? "destinations of type %s are not offered yet; choose a function or a webhook"
                        .formatted(name(target))
                : kind.refusal(account, target);
    }

    Carried tell(DestinationTarget target, Notice notice) {
        Kind<?> kind = kinds.get(target.getClass());
        return kind == null
                ? new Carried.Failed("nobody here tells a " + name(target), null)
                : kind.tell(target, notice);
    }

    /** As the API calls the kind. */
    static String name(DestinationTarget target) {
        return switch (target) {
            case OfFunction _ -> "function";
            case OfWebhook _ -> "webhook";
            case OfQueue _ -> "queue";
            case OfTopic _ -> "topic";
            case OfBucket _ -> "bucket";
            case OfKafka _ -> "kafka";
        };
    }
}
