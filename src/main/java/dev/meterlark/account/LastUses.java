package dev.meterlark.account;

import jakarta.annotation.PreDestroy;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * When each key was last used: gathered in memory, at most one entry a key, and written every
 * quarter minute, so that a call costs no write.
 */
@Component
class LastUses {

    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private final ApiKeyRows keys;

    LastUses(ApiKeyRows keys) {
        this.keys = keys;
    }

    void used(String key, Instant now) {
        waiting.put(key, now);
    }

    @Scheduled(fixedDelay = 15, timeUnit = TimeUnit.SECONDS)
    @PreDestroy
    void write() {
        for (Map.Entry<String, Instant> use : Map.copyOf(waiting).entrySet()) {
            keys.used(use.getKey(), use.getValue());
            waiting.remove(use.getKey(), use.getValue());
        }
    }
}
