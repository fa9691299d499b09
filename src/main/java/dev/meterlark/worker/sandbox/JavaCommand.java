package dev.meterlark.worker.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How Java starts a function: a young JVM with the smallest collector and the quick compiler.
 *
 * @param home of the installation, which is at its own path in the sandbox too
 * @param version what it says of itself: {@code 25.0.3}
 * @param runtime the digest of our runtime's jar
 * @param ownCache where the image has what a JVM kept of our runtime's start, once it has
 */
record JavaCommand(Path home, String version, String runtime, Path ownCache) {

    /** Where the sandbox sees them. */
    static final String JAR = "/var/runtime/meterlark-runtime.jar";

    static final String OWN_CACHE = "/var/runtime/meterlark-runtime.aot";
    static final String KEPT = "/var/kept";

    private static final String MAIN = "dev.meterlark.runtime.Bootstrap";
    private static final String BLANK = "--blank";
    private static final int MIB_PER_CPU = 1769;

    /** What a JVM needs beside its heap: code, metadata, threads, and half of {@code /tmp}. */
    private static final int BESIDE_HEAP_MIB = 96;

    /** Grows by itself; until then a young JVM leaves no garbage in more memory than this. */
    private static final int FIRST_HEAP_MIB = 16;

    /** Where Java can call the C library, which is what tells it its environment later. */
    boolean canComeLate() {
        return feature() >= 22;
    }

    /** Where a JVM keeps of a start what makes the next one faster: JEP 514. */
    boolean keepsCaches() {
        return feature() >= 25;
    }

    private int feature() {
        return Integer.parseInt(version.replaceFirst("^(\\d+).*", "$1"));
    }

    List<String> plain(int memoryMiB) {
        return of(memoryMiB, ownCacheIfAny(), List.of(JAR));
    }

    /** Its folder is the one to come, because the JVM remembers it from its start. */
    List<String> blank(int memoryMiB) {
        List<String> more = new ArrayList<>(ownCacheIfAny());
        more.add("-Duser.dir=" + Profile.TASK);
        List<String> command = new ArrayList<>(of(memoryMiB, more, List.of(JAR)));
        command.add(BLANK);
        return command;
    }

    /** Waits for its function, and at its end writes down what our runtime's start takes. */
    List<String> keepingOwn(int memoryMiB, String output) {
        List<String> more = List.of("-XX:AOTCacheOutput=" + output, "-Duser.dir=" + Profile.TASK);
        List<String> command = new ArrayList<>(of(memoryMiB, more, List.of(JAR)));
        command.add(BLANK);
        return command;
    }

    /** Loads its function from the class path, and at its end writes down what that takes. */
    List<String> keeping(int memoryMiB, List<String> classPath, String output) {
        return onClassPath(memoryMiB, "-XX:AOTCacheOutput=" + output, classPath);
    }

    /** Loads its function from the class path, with what a start before has written down. */
    List<String> kept(int memoryMiB, List<String> classPath, String cache) {
        return onClassPath(memoryMiB, "-XX:AOTCache=" + cache, classPath);
    }

    private List<String> onClassPath(int memoryMiB, String flag, List<String> classPath) {
        List<String> whole = new ArrayList<>(List.of(JAR));
        whole.addAll(classPath);
        return of(memoryMiB, List.of(flag, "-Dmeterlark.task.on-class-path=true"), whole);
    }

    private List<String> ownCacheIfAny() {
        return Files.exists(ownCache) ? List.of("-XX:AOTCache=" + OWN_CACHE) : List.of();
    }

    private List<String> of(int memoryMiB, List<String> more, List<String> classPath) {
        int heap = Math.max(memoryMiB / 2, memoryMiB - BESIDE_HEAP_MIB - memoryMiB / 10);
        int processors = Math.max(1, (memoryMiB + MIB_PER_CPU / 2) / MIB_PER_CPU);
        List<String> command = new ArrayList<>();
        command.add(home + "/bin/java");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:-UsePerfData");
        command.add("-XX:ActiveProcessorCount=" + processors);
        command.add("-Xms" + Math.min(FIRST_HEAP_MIB, heap) + "m");
        command.add("-Xmx" + heap + "m");
        if (canComeLate()) {
            // A fresh one needs none of them; but a function should not see which it is.
            command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
            command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (keepsCaches()) {
            // One that does not fit is passed over, which is nothing to tell the tenant.
            command.add("-Xlog:disable");
            command.add("-Xlog:all=warning,aot*=off,cds*=off:stdout");
        }
        command.addAll(more);
        command.addAll(List.of("-cp", String.join(":", classPath), MAIN));
        return command;
    }
}
