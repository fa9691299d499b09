package dev.meterlark.invocation.journal;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was taken; can be told to refuse, as a database that is gone. */
final class Collected implements Taker<String> {

    private final List<String> records = new ArrayList<>();
    private final List<List<String>> refused = new ArrayList<>();
    private boolean refusing;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        if (text.startsWith("foreign")) {
            throw new IllegalArgumentException("foreign");
        }
        return text;
    }

    @Override
    public synchronized void take(List<String> batch) {
        if (refusing) {
            refused.add(List.copyOf(batch));
            throw new IllegalStateException("the database is gone");
        }
        records.addAll(batch);
    }

    synchronized void refuse(boolean refuse) {
        refusing = refuse;
    }

    synchronized List<String> records() {
        return List.copyOf(records);
    }

    synchronized List<List<String>> refused() {
        return List.copyOf(refused);
    }

    List<String> awaitSize(int size) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> records().size() >= size);
        return records();
    }
}
