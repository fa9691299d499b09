package dev.meterlark.trigger.schedule;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import dev.meterlark.account.Accounts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.Trigger;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;

/** The event of a tick, as EventBridge has it; the same tick has the same event. */
@Component
class ScheduledEvents {

    private static final int ACCOUNTS = 10_000;

    private final LoadingCache<AccountId, String> numbers;
    private final String region;

    @Autowired
    ScheduledEvents(Accounts accounts, @Value("${meterlark.region:us-east-1}") String region) {
        this(account -> accounts.identity(account).number(), region);
    }

    /**
     * @param numbers what AWS's tools call an account
     */
    ScheduledEvents(Function<AccountId, String> numbers, String region) {
        this.numbers = Caffeine.newBuilder().maximumSize(ACCOUNTS).build(numbers::apply);
        this.region = region;
    }

    ObjectNode of(Trigger<ScheduleSettings> trigger, Instant at) {
        String account = numbers.get(trigger.account());
        String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
        String tick = trigger.id() + "/" + time;
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0");
        event.put("id", UUID.nameUUIDFromBytes(tick.getBytes(StandardCharsets.UTF_8)).toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.events");
        event.put("account", account);
        event.put("time", time);
        event.put("region", region);
        event.putArray("resources")
                .add("arn:aws:events:%s:%s:rule/%s".formatted(region, account, trigger.id()));
        event.putObject("detail");
        return event;
    }
}
