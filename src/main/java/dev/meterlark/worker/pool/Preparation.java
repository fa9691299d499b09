package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does in the background what a new version's first start would wait for: its package is unpacked,
 * and whatever else its sandboxes want ahead. A few at a time, so that publishing takes nothing
 * from calls; what there is no room for is left to the first call.
 */
final class Preparation {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);
    private static final int AT_ONCE = 2;
    private static final int MOST_WAITING = 1000;

    private final Sandboxes sandboxes;
    private final CodeStore codes;
    private final ThreadPoolExecutor background =
            new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    1,
                    TimeUnit.MINUTES,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("preparation-", 0).factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    Preparation(Sandboxes sandboxes, CodeStore codes) {
        this.sandboxes = sandboxes;
        this.codes = codes;
        background.allowCoreThreadTimeOut(true);
    }

    void begin(SandboxSpec spec) {
        background.execute(() -> prepare(spec));
    }

    private void prepare(SandboxSpec spec) {
        try (CodeStore.Held code = codes.hold(spec.code())) {
            sandboxes.prepare(spec, code.folder());
        } catch (IOException | NoSandboxException | RuntimeException e) {
            log.debug("{} will be prepared by its first call", spec.functionArn(), e);
        }
    }
}
