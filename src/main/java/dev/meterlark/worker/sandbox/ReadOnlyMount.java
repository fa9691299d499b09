package dev.meterlark.worker.sandbox;

import java.nio.file.Path;

/** A file or folder of the host that a sandbox sees and cannot change. */
record ReadOnlyMount(Path source, String destination) {}
