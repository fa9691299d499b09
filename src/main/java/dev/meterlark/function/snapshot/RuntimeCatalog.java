package dev.meterlark.function.snapshot;

import java.util.List;

/** The runtimes that the data plane can start, in the order they should be offered. */
public interface RuntimeCatalog {

    List<OfferedRuntime> offered();
}
