package dev.meterlark.worker.sandbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has to go when a sandbox goes, or when making one stops half-way: the last made first. */
final class Belongings {

    private static final Logger log = LoggerFactory.getLogger(Belongings.class);

    private final Deque<Belonging> all = new ArrayDeque<>();

    void add(String what, Removal removal) {
        all.push(new Belonging(what, removal));
    }

    /** Goes on after a failure; what stays is left to the next start's clean-up. */
    void remove() {
        while (!all.isEmpty()) {
            Belonging each = all.pop();
            try {
                each.removal.run();
            } catch (IOException | RuntimeException e) {
                log.warn("A sandbox left its {} behind", each.what, e);
            }
        }
    }

    interface Removal {
        void run() throws IOException;
    }

    private record Belonging(String what, Removal removal) {}
}
