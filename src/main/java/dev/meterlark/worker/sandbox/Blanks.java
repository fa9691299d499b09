package dev.meterlark.worker.sandbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sandboxes whose runtime is warm and has no function yet, made before anyone asks. They wait
 * frozen. Its monitor guards the stocks; one thread makes new ones, one after the other, so that at
 * most one machine's core is busy with what nobody waits for.
 */
final class Blanks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Blanks.class);

    /** Whoever took one is served first. */
    private static final Duration QUIET = Duration.ofMillis(50);

    /** A runtime that has reported still compiles what it warmed up with. */
    private static final Duration SETTLING = Duration.ofMillis(100);

    private static final long ROUND_MILLIS = 1000;

    /** Sizes are the tenants' to choose. */
    private static final int MOST_STOCKS = 64;

    private final Launcher launcher;
    private final BlankProperties properties;
    private final Consumer<OciSandbox> born;
    private final Map<Kind, Stock> stocks = new LinkedHashMap<>();
    private final Thread maker;
    private boolean closed;

    /**
     * @param born is told of each before anyone else knows it
     */
    Blanks(Launcher launcher, BlankProperties properties, Consumer<OciSandbox> born) {
        this.launcher = launcher;
        this.properties = properties;
        this.born = born;
        this.maker =
                Thread.ofPlatform().name("sandbox-blanks").daemon(true).unstarted(this::goRounds);
    }

    /** From now on there are some of the usual size of each. */
    void begin(Collection<RuntimeImage> images) {
        long first = System.nanoTime() + properties.firstAfter().toNanos();
        synchronized (this) {
            for (RuntimeImage image : images) {
                RuntimeImage.Ahead ahead = image.ahead();
                if (ahead != null) {
                    stocks.put(
                            Kind.of(image, ahead, ahead.usualMemoryMiB()),
                            new Stock(image, ahead, ahead.usualMemoryMiB(), 1, properties, first));
                }
            }
            if (!closed && !stocks.isEmpty()) {
                maker.start();
            }
        }
    }

    /** One for a function of this size, or null: then a sandbox has to be started. */
    @Nullable OciSandbox take(RuntimeImage image, int memoryMiB) {
        RuntimeImage.Ahead ahead = image.ahead();
        if (ahead == null) {
            return null;
        }
        long now = System.nanoTime();
        synchronized (this) {
            Kind kind = Kind.of(image, ahead, memoryMiB);
            Stock stock = stocks.get(kind);
            if (stock == null && stocks.size() < MOST_STOCKS && !closed) {
                stock = new Stock(image, ahead, memoryMiB, 0, properties, now);
                stocks.put(kind, stock);
            }
            notifyAll();
            return stock == null ? null : stock.take(now, QUIET);
        }
    }

    /** How many wait. */
    synchronized int waiting() {
        return stocks.values().stream().mapToInt(Stock::waiting).sum();
    }

    private void goRounds() {
        try {
            while (true) {
                Stock next = nextToFill();
                if (next == null) {
                    return;
                }
                fill(next);
            }
        } catch (InterruptedException e) {
            log.debug("No more blank sandboxes are made");
        }
    }

    /** Waits until there is one; null when there will be none any more. */
    private @Nullable Stock nextToFill() throws InterruptedException {
        while (true) {
            List<OciSandbox> surplus;
            synchronized (this) {
                long now = System.nanoTime();
                surplus = surplus(now);
                Stock next = surplus.isEmpty() ? neediest(now) : null;
                if (next != null) {
                    next.starts();
                    return next;
                }
                if (closed) {
                    return null;
                }
                if (surplus.isEmpty()) {
                    wait(pauseMillis(now));
                }
            }
            surplus.forEach(OciSandbox::close);
        }
    }

    private long pauseMillis(long now) {
        long soonest =
                stocks.values().stream()
                        .mapToLong(stock -> stock.wantsMoreIn(now))
                        .min()
                        .orElse(Long.MAX_VALUE);
        return Math.clamp(soonest / 1_000_000, QUIET.toMillis(), ROUND_MILLIS);
    }

    private List<OciSandbox> surplus(long now) {
        List<OciSandbox> surplus = new ArrayList<>();
        for (Stock stock : stocks.values()) {
            for (OciSandbox each = stock.tooMany(now); each != null; each = stock.tooMany(now)) {
                surplus.add(each);
            }
        }
        stocks.values().removeIf(stock -> stock.isForgotten(now));
        return surplus;
    }

    /** An empty stock before others; one that does not fit into the memory left is passed over. */
    private @Nullable Stock neediest(long now) {
        long left =
                properties.memory().toBytes()
                        - stocks.values().stream().mapToLong(Stock::bytes).sum();
        return stocks.values().stream()
                .filter(stock -> stock.wantsMore(now) && stock.bytesEach() <= left)
                .min(Comparator.comparingInt(Stock::waiting))
                .orElse(null);
    }

    private void fill(Stock stock) throws InterruptedException {
        OciSandbox blank = null;
        try {
            blank = stock.start(launcher);
            born.accept(blank);
            awaitReport(blank);
            blank.freeze();
            keep(stock, blank);
        } catch (NoSandboxException | RuntimeException e) {
            failed(stock, blank, e);
        } catch (InterruptedException e) {
            failed(stock, blank, e);
            throw e;
        }
    }

    private void awaitReport(OciSandbox blank) throws NoSandboxException, InterruptedException {
        var ended = blank.exit().thenApply(exit -> (Object) exit.explanation());
        var asked = blank.conversation().specialization().thenApply(_ -> (Object) "");
        try {
            Object said =
                    CompletableFuture.anyOf(asked, ended)
                            .get(properties.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!said.equals("")) {
                throw new NoSandboxException("It ended instead of waiting: " + said);
            }
        } catch (TimeoutException e) {
            throw new NoSandboxException(
                    "It did not report within " + properties.startTimeout(), e);
        } catch (ExecutionException e) {
            throw new NoSandboxException("It could not be asked: " + e.getCause(), e);
        }
        try {
            var early = blank.exit().get(SETTLING.toMillis(), TimeUnit.MILLISECONDS);
            throw new NoSandboxException("It ended once it was ready: " + early.explanation());
        } catch (TimeoutException e) {
            log.debug("Sandbox {} is blank", blank.id());
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes an exit so", e);
        }
    }

    private void keep(Stock stock, OciSandbox blank) {
        long bytes = blank.use().peakMemoryBytes();
        boolean kept;
        synchronized (this) {
            kept = !closed;
            if (kept) {
                stock.started(blank, bytes);
            }
        }
        if (!kept) {
            blank.close();
            return;
        }
        blank.exit().thenRun(() -> ended(stock, blank));
    }

    private void ended(Stock stock, OciSandbox blank) {
        boolean waited;
        synchronized (this) {
            waited = !closed && stock.ended(blank, System.nanoTime());
        }
        if (waited) {
            log.warn("A blank sandbox of {} ended by itself", stock.name());
            blank.close();
        }
    }

    private void failed(Stock stock, @Nullable OciSandbox blank, Exception why) {
        synchronized (this) {
            stock.failed(System.nanoTime());
            if (closed) {
                return; // and ended with all others
            }
        }
        log.warn("No blank sandbox of {}: {}", stock.name(), why.getMessage());
        if (blank != null) {
            blank.close();
        }
    }

    /** Makes none any more; those there are, are ended by whoever was told of them. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            stocks.clear();
            notifyAll();
        }
        maker.interrupt();
        try {
            maker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a blank sandbox can become. */
    private record Kind(String runtime, int memoryMiB) {

        static Kind of(RuntimeImage image, RuntimeImage.Ahead ahead, int memoryMiB) {
            return new Kind(image.offer().name(), ahead.sizedAtStart() ? memoryMiB : 0);
        }
    }
}
