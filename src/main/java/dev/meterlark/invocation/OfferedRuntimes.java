package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.OfferedRuntime;
import dev.meterlark.function.snapshot.RuntimeCatalog;
import dev.meterlark.worker.Workers;

import org.springframework.stereotype.Component;

import java.util.List;

/** What this node's workers have proven that they can start. */
@Component
class OfferedRuntimes implements RuntimeCatalog {

    private final Workers workers;

    OfferedRuntimes(Workers workers) {
        this.workers = workers;
    }

    @Override
    public List<OfferedRuntime> offered() {
        return workers.runtimes().stream()
                .map(each -> new OfferedRuntime(each.name(), each.family(), each.version()))
                .toList();
    }
}
