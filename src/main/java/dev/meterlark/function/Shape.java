package dev.meterlark.function;

import dev.meterlark.shared.Egress;
import dev.meterlark.shared.KeepWarm;

/** What of a function is neither its name, its code nor its secrets; all of it checked. */
record Shape(
        String runtime,
        String handler,
        String description,
        int memoryMiB,
        int timeoutSeconds,
        int concurrency,
        int maxConcurrency,
        Egress egress,
        KeepWarm keepWarm) {}
