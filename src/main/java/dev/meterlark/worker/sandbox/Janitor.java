package dev.meterlark.worker.sandbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Ends and removes what a dead predecessor left. Only who holds the node's folder may call it: the
 * lock proves that nobody living owns any of it.
 */
final class Janitor {

    private static final Logger log = LoggerFactory.getLogger(Janitor.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Cgroups cgroups;
    private final NodeFolder folder;

    Janitor(Cgroups cgroups, NodeFolder folder) {
        this.cgroups = cgroups;
        this.folder = folder;
    }

    void clean() throws IOException {
        Set<String> left = cgroups.present();
        if (!left.isEmpty()) {
            log.info("Removing {} sandboxes of a platform that did not end by itself", left.size());
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (String name : left) {
            cgroups.group(name).kill();
        }
        for (String name : left) {
            cgroups.remove(cgroups.group(name), deadline);
        }
        cgroups.removeAll();
        folder.empty();
    }
}
