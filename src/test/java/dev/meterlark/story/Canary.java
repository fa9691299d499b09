package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An account that calls its function all the time and notices every answer that is not its own. */
final class Canary implements AutoCloseable {

    private static final String ECHO =
            "exports.handler = async event => ({ twice: event.n * 2, whose: 'canary' });";

    private final Api api;
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    private Canary(Api api) {
        this.api = api;
        this.thread = Thread.ofVirtual().name("canary").unstarted(this::sing);
    }

    static Canary start(PlatformProcess platform) {
        Api api = Api.signUp(platform, "canary");
        api.deploy("song", "nodejs", "index.handler", ECHO);
        var canary = new Canary(api);
        canary.thread.start();
        return canary;
    }

    private void sing() {
        while (!closed) {
            int n = calls.incrementAndGet();
            Api.Answer answer = api.invoke("song", "{\"n\": %d}".formatted(n));
            String expected = "{\"twice\":%d,\"whose\":\"canary\"}".formatted(2 * n);
            if (answer.status() != 200 || !answer.body().equals(expected)) {
                wrong.add("call %d: %d %s".formatted(n, answer.status(), answer.body()));
            }
        }
    }

    /** It goes on: three more calls end, and none of all so far was wrong. */
    void isWell() {
        int before = calls.get();
        await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() > before + 3);
        assertThat(wrong).isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
