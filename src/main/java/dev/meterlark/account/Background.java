package dev.meterlark.account;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does what the time of an answer must not tell of: records of sign-ins, mails with reset links.
 * One thread and at most 1 000 tasks; what comes beyond that is dropped and counted in the log.
 */
@Component
class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int WAITING = 1_000;

    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING),
                    Thread.ofPlatform().daemon().name("account-background").factory(),
                    (task, pool) -> LOG.warn("more than {} tasks wait; one was dropped", WAITING));

    /** A task that fails is logged and the next one goes on. */
    void later(String what, Runnable task) {
        worker.execute(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("{} failed", what, e);
                    }
                });
    }

    @PreDestroy
    void finish() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("{} tasks were not done before the end", worker.getQueue().size());
        }
    }
}
